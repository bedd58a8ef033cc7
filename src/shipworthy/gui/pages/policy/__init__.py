"""The gate policy: looked at, changed, and its effect shown before it is in force."""
