"""Notes typed in Markdown, turned into the few HTML elements that a report and the window's preview know.

Both show what this returns, so the preview shows what the report will. This is the only place where text becomes
markup. The parser is told to take HTML for text, and what it makes passes an allow-list of our own, because that of the
library lets pictures and their addresses through.
"""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from shipworthy.domain.answering import LINK_SCHEMES

DEEPEST = 20
MOST_COLUMNS = 8
_ELEMENTS = {
    "p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# Headings would break the report's own order of headings; pictures and rules are not part of notes. What they would
# have been read from stays in the text as it was typed.
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 100})
    .enable("table")
    .disable(["heading", "lheading", "image", "hr", "html_block", "html_inline", "reference"])
)


def note_markup(text: str) -> Markup:
    """Return a note as HTML.

    One that is nested too deep for the page, or has too wide a table, keeps the form it was typed in.
    """
    tokens = _PARSER.parse(text)
    if not _fits(tokens):
        return Markup('<p class="plain">{}</p>').format(text)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    cleaned = nh3.clean(
        html,
        tags=_ELEMENTS,
        attributes={"a": {"href"}},
        attribute_filter=_only_followable,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    )
    return Markup(cleaned)  # noqa: S704 - cleaned above; the one Markup of the project


def _fits(tokens: list[Token]) -> bool:
    columns = 0
    for token in tokens:
        if token.level > DEEPEST or any(child.level > DEEPEST for child in token.children or ()):
            return False
        columns = 0 if token.type == "tr_open" else columns + (token.type in ("th_open", "td_open"))
        if columns > MOST_COLUMNS:
            return False
    return True


def _only_followable(_element: str, _attribute: str, value: str) -> str | None:
    """Drop an address that is relative: there is nothing it could be relative to."""
    return value if value.partition(":")[0].lower() in LINK_SCHEMES else None
