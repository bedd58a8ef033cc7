"""Safe mode: the window without what may be at fault for its crashes, and with all of the data."""

from shipworthy.text import _


def what_is_off() -> str:
    """Return what safe mode does without, as a sentence or two."""
    return _(
        "The usual theme, text size, language and window place are used. Your own report templates, what was kept to "
        "make things faster and automatic backups are left out. All your data can be used."
    )
