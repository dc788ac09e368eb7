"""What the pages of all apps share: tables (sort, filter, export), server-side charts."""
