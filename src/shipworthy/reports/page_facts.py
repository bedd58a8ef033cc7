"""What a page for the screen says of itself when it is read back: its texts, and whether it stands alone."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none'; base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: nothing but what stands in it."""

ALLOWED_LINKS = ("https://", "http://", "mailto:")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,(.*)", re.DOTALL)
# What loads something, runs something or sends something.
_NEVER = frozenset({"script", "link", "base", "iframe", "frame", "object", "embed", "form", "audio", "video"})
_ADDRESSES = frozenset({"srcset", "action", "formaction", "data", "poster", "background", "ping"})
_LOADS = re.compile(r"@import|@font-face|url\s*\(|image-set\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was found in a page; `words` is its text without any space, `faults` what keeps it from standing alone."""

    title: str
    language: str
    words: str
    faults: tuple[str, ...]


def page_facts(text: str) -> PageFacts:
    """Read a page and return what it says of itself."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return PageFacts(
        "".join(reader.title), reader.language, _without_space(reader.words), tuple(reader.all_faults(text))
    )


def words_of(page: Element) -> str:
    """Return the text of a page's tree as `page_facts` reads it in the page."""
    return _without_space(_words(page))


def _words(element: Element) -> Iterator[str]:
    if element.tag == "style":
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _without_space(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


class _Reader(HTMLParser):
    """Notes what a page holds as it goes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.language = ""
        self.words: list[str] = []
        self._faults: list[str] = []
        self._policies: list[str] = []
        self._places: list[str] = []
        self._leads_to: set[str] = set()
        self._within = ""
        self._has_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        found = {name: value or "" for name, value in attrs}
        self._within = tag
        if tag == "html":
            self.language = found.get("lang", "")
        elif tag == "meta" and "http-equiv" in found:
            self._policies.append(found.get("content", ""))
        elif tag in _NEVER:
            self._faults.append(f"<{tag}>")
        elif tag == "img" and "alt" not in found:
            self._faults.append("a picture without text")
        if "id" in found:
            self._places.append(found["id"])
        for name, value in found.items():
            self._check_attribute(tag, name, value)

    def _check_attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._faults.append(f"{tag} {name}")
        elif name == "style":
            self._check_style(value)
        elif (name, tag) in {("src", "img"), ("srcset", "source")}:
            self._check_picture(value)
        elif name.endswith("href") and value.startswith("#") and tag == "a":
            self._leads_to.add(value[1:])
        elif (name.endswith("href") and not (tag == "a" and value.startswith(ALLOWED_LINKS))) or (
            name in _ADDRESSES or name == "src"
        ):
            self._faults.append(f"{tag} {name}={value[:80]}")

    def _check_picture(self, address: str) -> None:
        found = _PICTURE.fullmatch(address)
        try:
            whole = found is not None and bool(b64decode(found[1], validate=True))
        except Error:
            whole = False
        if not whole:
            self._faults.append(f"a picture that is not in the page: {address[:80]}")

    def _check_style(self, style: str) -> None:
        if loads := _LOADS.search(style):
            self._faults.append(f"a style with {loads[0]}")

    def handle_endtag(self, tag: str) -> None:
        """Note that the first title, that of the page, is over."""
        self._has_title = self._has_title or tag == "title"
        self._within = ""

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._within == "style":
            self._check_style(data)
            return
        self.words.append(data)
        if self._within == "title" and not self._has_title:
            self.title.append(data)

    def all_faults(self, text: str) -> Iterator[str]:
        """Yield what was found in passing, and what only the end shows."""
        yield from self._faults
        if self._policies != [POLICY]:
            yield f"the policies {self._policies}"
        if not (text.startswith("<!doctype html>\n") and text.endswith("</html>\n")):
            yield "no whole document"
        if len(self._places) != len(set(self._places)):
            yield "places with the same name"
        if lost := self._leads_to - set(self._places):
            yield f"links that lead nowhere: {', '.join(sorted(lost))}"
