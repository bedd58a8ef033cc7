"""Names that people claim, and whether two of them mean the same person."""

from unicodedata import normalize


def same_person(one: str, other: str) -> bool:
    """Tell whether two claimed names are those of one person, whatever their capitals, blanks and ways of writing é."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> list[str]:
    return normalize("NFKC", normalize("NFKC", name).casefold()).split()
