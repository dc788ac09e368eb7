"""When all councils can have decided: calendars in, dates of every partner out; one page and its forms."""
