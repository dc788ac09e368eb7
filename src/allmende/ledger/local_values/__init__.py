"""Values that a council, a contract or a notice sets for one body: entered, read from files, withdrawn."""
