"""Item models over plain data, one per table or list."""
