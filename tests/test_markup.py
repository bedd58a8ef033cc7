"""Notes may use a little Markdown and nothing else; what they say comes out as it went in."""

import html
import re

import pytest

from shipworthy.markup import note_markup

_TAG = re.compile(r"<[^>]*>")
ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a"}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td"}


def text_of(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def test_what_notes_may_use() -> None:
    assert note_markup("**Seen** *twice*, see `main.go`") == (
        "<p><strong>Seen</strong> <em>twice</em>, see <code>main.go</code></p>\n"
    )
    assert "<li>one</li>" in note_markup("- one\n- two")
    assert "<th>a</th>" in note_markup("| a | b |\n|---|---|\n| 1 | 2 |")
    assert note_markup("one\ntwo") == "<p>one<br>\ntwo</p>\n"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org", "mailto:a@example.org"])
def test_links_that_may_be_followed_stay(url: str) -> None:
    assert f'<a href="{url}">here</a>' in note_markup(f"[here]({url})")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    '<iframe src="http://127.0.0.1:1/"></iframe>',
    '<object data="file:///etc/passwd"></object>',
    '<link rel=attachment href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:1/);</style>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed">x</p>',
    "<td colspan=1000>x</td>",
    '<meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">',
    "<base href=http://127.0.0.1:1/>",
    "</article></section><h1>Ready</h1>",
    "<!-- -->",
    "<![CDATA[x]]>",
    "&lt;b&gt;",
    "{{ 7 * 7 }} {% raw %}",
    "# Ready",
    "Ready\n=====",
    "---",
    "[x]: file:///etc/passwd",
    "\x00\x01",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_that_was_typed_is_text(text: str) -> None:
    made = note_markup(text)
    assert {name.lower() for name in re.findall(r"</?([A-Za-z0-9]+)", made)} <= ALLOWED
    assert not re.search(r"<[^>]*\s(?!href=)\w+=", made)
    # HTML has no NUL and Markdown reads "&lt;" as "<"; all else comes out letter by letter.
    expected = html.unescape(text).replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert text_of(made) == " ".join(expected.split())


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "[x](data:text/html,x)",
        "[x](//example.org)",
        "[x](../secret)",
        "[x](#method)",
        "<file:///etc/passwd>",
        "![x](http://127.0.0.1:1/a.png)",
        "![x](file:///etc/passwd)",
    ],
)
def test_no_other_address_is_linked_and_no_picture_shown(text: str) -> None:
    made = note_markup(text)
    assert "<img" not in made
    assert not re.search(r'href="(?!https?:|mailto:)', made)


@pytest.mark.parametrize("opening", [">", "- ", "**a *b "])
def test_nesting_deeper_than_a_page_has_room_for_stays_as_typed(opening: str) -> None:
    text = opening * 60 + "bottom"
    assert text_of(note_markup(text)) == " ".join(text.split())


def test_a_table_too_wide_for_the_page_stays_as_typed() -> None:
    row = "|" + " a |" * 9
    wide = f"{row}\n|{'---|' * 9}\n{row}"
    assert "<table" not in note_markup(wide)
    assert text_of(note_markup(wide)) == " ".join(wide.split())
    assert "<table" in note_markup(wide.replace(" a |", "", 1).replace("---|", "", 1).replace("\n| a |", "\n|"))
