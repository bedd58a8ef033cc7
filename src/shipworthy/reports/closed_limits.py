"""How much a template of the user's own may make: known to the worker that fills it, and to the words that tell."""

LONGEST_RANGE = 10_000
LONGEST_VALUE = 100_000
MOST_BITS = 256
MOST_DECIMALS = 12
MOST_CHARACTERS = 20_000_000
FILL_SECONDS = 10.0
