"""M5: compares the schema on SQLite and on a server after every script: `python -m tests.drills two_engines URL`.

URL is the address of a PostgreSQL database that may be emptied, such as postgresql+psycopg://user@host/name; without
one, that in SHIPWORTHY_TEST_POSTGRESQL. The tests of store and workflows run there too, with that variable set.
"""

import os

from tests.drills._told import tell
from tests.storage.schema_drill import two_engines


def main(arguments: list[str]) -> int:
    """Run the drill; return 1 where the engines differ, 2 where no server was named."""
    url = arguments[0] if arguments else os.environ.get("SHIPWORTHY_TEST_POSTGRESQL")
    if not url:
        print("Name a PostgreSQL database that may be emptied.")
        return 2
    return tell(two_engines(url), "comparisons")
