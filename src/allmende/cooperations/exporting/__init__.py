"""The register as open data: JSON with a schema, tables to read in again, a DCAT-AP.de description."""
