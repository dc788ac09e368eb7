"""Case management of integration (KIM). So far its safe statistics; the case file follows."""
