"""The PostgreSQL server that the tests of store and workflows also run on, where the environment names one."""

import os

from sqlalchemy import Engine, create_engine, text

SERVER = os.environ.get("SHIPWORTHY_TEST_POSTGRESQL")
"""Its address, with a database that may be emptied."""


def emptied(url: str) -> Engine:
    """Return an engine on a server's database after everything in it was dropped."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return engine
