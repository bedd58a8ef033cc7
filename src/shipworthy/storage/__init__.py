"""The store: everything Shipworthy remembers, in one SQLite file (or a PostgreSQL database)."""
