"""What the pages of all apps share: tables (sort, filter, export), German formats, server-side charts."""
