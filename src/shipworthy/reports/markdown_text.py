"""Text that people typed, inside Markdown: it stays text, on one line."""

import re

# What Markdown, also GitHub's, reads as markup inside a line; every one of these may be escaped by a backslash.
_INLINE = re.compile(r"[\\`*_{}\[\]<>#!|~&$^@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# What makes a line a heading, a quotation, a rule, or an item of a list, at its beginning alone.
_AT_START = re.compile(r"^([-+=]|\d+(?=[.)]))")


def markdown_text(text: str) -> str:
    """Return a text on one line, with everything escaped that Markdown would take for markup."""
    line = " ".join(text.split())
    return _AT_START.sub(r"\\\g<0>" if not line[:1].isdigit() else r"\g<0>\\", _INLINE.sub(r"\\\g<0>", line))
