"""Importing services: the files asked for, the look at what they would do, and the columns of a table."""
