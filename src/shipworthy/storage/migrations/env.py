"""Alembic's entry: runs the scripts on the connection, and inside the transaction, that schema.py hands over."""

from alembic import context

from shipworthy.storage.tables import metadata

# SQLite cannot alter most of a table; "batch" copies it into a new one.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
