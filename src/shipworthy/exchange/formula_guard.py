"""Texts that a spreadsheet program would take for formulas in a CSV file, and the apostrophe that stops it.

A program that splits lines at other characters than we do begins cells in the middle of ours, so each beginning after a
separator is guarded too. OWASP, "CSV Injection", says which characters begin a formula.
"""

import re

_BEGINS = "=+\\-@|%\uff1d\uff0b\uff0d\uff20"
_SEPARATES = ";,|\t\n\r"
_SKIPPED = "'\"\\s\0\u200b-\u200f\u2060\ufeff"  # what a program may drop before it looks for a formula
_UNGUARDED = re.compile(f"(^|[{_SEPARATES}])(?=[{_SKIPPED}]*[{_BEGINS}])")
_GUARDED = re.compile(f"(^|[{_SEPARATES}])'(?=[{_SKIPPED}]*[{_BEGINS}])")
_FORMULA = re.compile(r"[\s\0\u200b-\u200f\u2060\ufeff]*[=+\-@].")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def guarded(text: str) -> str:
    """Return a text with an apostrophe wherever a cell could begin with a formula."""
    return _UNGUARDED.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return _GUARDED.sub(r"\1", text)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would take the text of a CSV file for a formula; a number is none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)
