"""From a report's HTML for paper to one file for the screen, which holds all that it shows and asks for nothing.

Imported by the worker alone: WeasyPrint reads the HTML, so that screen and paper rest on the same tree.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from weasyprint import HTML

from shipworthy.reports.job import Rendered
from shipworthy.reports.page_facts import ALLOWED_LINKS, POLICY, page_facts, words_of
from shipworthy.reports.render import AssetFetcher
from shipworthy.text import translator

_ASSET = "asset:"
_CONTENT = "report"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What the running heads of paper become; those of the pages after the first, and what stands behind them, would only
# say it again.
_HEAD, _FOOT, _AGAIN = ("head-start-first", "head-end-first"), "foot-start", ("head-start", "watermark")
_MOVABLE, _WIDE = 4, 7  # columns from which a table needs more room than a telephone has, and twice as much
_SMALL = frozenset({"quiet", "label"})  # headings within a chapter that look like their text
_NEVER = frozenset(
    (
        "script",
        "link",
        "base",
        "iframe",
        "frame",
        "object",
        "embed",
        "form",
        "style",
        "use",
        "image",
        "audio",
        "video",
        "source",
        "track",
        "input",
        "feImage",
    )
)
_LOADING = ("on", "{", "style", "background", "ping", "srcset")  # what such attributes begin with
_DARK = "screen and (prefers-color-scheme: dark)"


class Pictures(NamedTuple):
    """The pictures of a page by name, and those that a dark screen shows in their place."""

    usual: Mapping[str, bytes]
    dark: Mapping[str, bytes]


def web_page(html: str, style: str, pictures: Pictures, language: str) -> Rendered:
    """Return a report's HTML as a page for the screen, in one file; the same report, the same bytes.

    Raises ValueError where what was written does not read as what it should.
    """
    page = HTML(string=html, url_fetcher=AssetFetcher({})).etree_element
    _make_plain(page)
    _name_places(page)
    _embed(page, pictures)
    _make_wide_tables_movable(page)
    _put_in_frame(page, style, language)
    words = words_of(page)
    text = f"<!doctype html>\n{ET.tostring(page, encoding='unicode', method='html')}\n"
    if page_facts(text).words != words:
        raise ValueError("The page says something else than the report")
    return Rendered(text.encode(), 0)


def _make_plain(page: Element) -> None:
    """Drop what a page of ours never holds, and the names of spaces, which HTML does without."""
    for parent in page.iter():
        for child in list(parent):
            # The tag of a comment is a function.
            name = str(child.tag).rpartition("}")[2]
            if not name.isalnum() or name in _NEVER or (name == "meta" and "http-equiv" in child.attrib):
                _remove(parent, child)
            else:
                child.tag = name
    places: set[str] = set()
    for element in page.iter():
        for name in [each for each in element.attrib if each.startswith(_LOADING)]:
            del element.attrib[name]
        if element.get("id") in places:
            del element.attrib["id"]
        places.add(element.get("id", ""))
        _suit_the_screen(element)
    for link in page.iter("a"):
        if link.get("href", "").startswith("#") and link.attrib["href"][1:] not in places:
            del link.attrib["href"]


def _suit_the_screen(element: Element) -> None:
    if element.tag == "a" and not element.get("href", "#").startswith("#"):
        if element.attrib["href"].startswith(ALLOWED_LINKS):
            element.set("rel", "noreferrer")
        else:
            del element.attrib["href"]
    elif element.tag == "svg":
        element.set("role", "img")
    elif element.tag == "section" and "title" in element.attrib:
        element.set("aria-label", element.attrib.pop("title"))  # a title follows the pointer all over the section
    if "data-screen" in element.attrib:
        element.text = element.attrib.pop("data-screen")


def _remove(parent: Element, child: Element) -> None:
    """Take an element out of its parent, but leave what stands behind it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    child.tail = None
    parent.remove(child)


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _of_class(page: Element, name: str) -> list[Element]:
    return [each for each in page.iter() if name in _classes(each)]


def _name_places(page: Element) -> None:
    """Let a link that ends in a page's number on paper name what it leads to: a screen has no pages."""
    places = {each.attrib["id"]: each for each in page.iter() if "id" in each.attrib}
    for link in _of_class(page, "of-page"):
        link.tag = "a"
        link.set("href", link.attrib.pop("data-of"))
    for name in ("to-page", "of-page", "page-number"):
        for link in _of_class(page, name):
            place = places.get(link.get("href", "").removeprefix("#"))
            if place is not None:
                link.text = place.get("data-number") or _heading(place)


def _heading(place: Element) -> str:
    found = next((each for each in place.iter() if each.tag in _HEADINGS), place)
    return " ".join("".join(found.itertext()).split())


def _embed(page: Element, pictures: Pictures) -> None:
    parents = {child: parent for parent in page.iter() for child in parent}
    for image in list(page.iter("img")):
        name = image.attrib.pop("src", "").removeprefix(_ASSET)
        if name not in pictures.usual:  # such as an address in a template of the user's own: nothing is fetched
            image.tag, image.text = "span", image.attrib.pop("alt", "")
            continue
        image.set("alt", image.get("alt", ""))
        image.set("src", _data_address(pictures.usual[name]))
        if name not in pictures.dark:
            continue
        source = Element("source", {"media": _DARK, "srcset": _data_address(pictures.dark[name])})
        _wrap(parents[image], image, Element("picture")).insert(0, source)


def _data_address(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        kind = "png"
    elif content.startswith(b"\xff\xd8"):
        kind = "jpeg"
    else:
        kind = "svg+xml"
    return f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"


def _wrap(parent: Element, child: Element, wrapper: Element) -> Element:
    parent[list(parent).index(child)] = wrapper
    wrapper.tail, child.tail = child.tail, None
    wrapper.append(child)
    return wrapper


def _make_wide_tables_movable(page: Element) -> None:
    """Put tables of many columns into a part that moves sideways on a narrow screen, by finger and by key."""
    parents = {child: parent for parent in page.iter() for child in parent}
    name = ""
    for element in list(page.iter()):
        if element.tag in _HEADINGS:
            name = _heading(element)
        columns = len(list(element.iter("col"))) if element.tag == "table" else 0
        if columns >= _MOVABLE:
            look = "movable wide" if columns >= _WIDE else "movable"
            attributes = {"class": look, "role": "region", "aria-label": name, "tabindex": "0"}
            _wrap(parents[element], element, Element("div", attributes))


def _put_in_frame(page: Element, style: str, language: str) -> None:
    words = translator(language)
    head, body = _child(page, "head"), _child(page, "body")
    policy = Element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    head.insert(0, policy)
    head.insert(0, Element("meta", {"charset": "utf-8"}))
    for old in [each for each in list(head)[2:] if "charset" in each.attrib]:
        _remove(head, old)
    head.append(Element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}))
    head.append(Element("meta", {"name": "referrer", "content": "no-referrer"}))
    head.append(Element("meta", {"name": "color-scheme", "content": "light dark"}))
    sheet = Element("style")
    sheet.text = style.replace("</", "<\\/")
    head.append(sheet)

    main = Element("main", {"id": _CONTENT, "tabindex": "-1"})
    main.text, body.text = body.text, None
    heads = [each for each in list(body) if set(_classes(each)) & {*_HEAD, _FOOT, *_AGAIN}]
    for each in heads:
        _remove(body, each)
    for each in list(body):
        body.remove(each)
        main.append(each)
    skip = _link(f"#{_CONTENT}", words.gettext("Skip to the report"))
    skip.set("class", "skip")
    body.append(skip)
    body.append(_gathered("header", [each for each in heads if set(_classes(each)) & set(_HEAD)]))
    body.extend(_contents(main, words.gettext("Contents")))
    body.append(main)
    body.append(_gathered("footer", [each for each in heads if _FOOT in _classes(each)]))


def _child(page: Element, tag: str) -> Element:
    found = page.find(tag)
    assert found is not None, "the parser of HTML makes head and body where they are left out"
    return found


def _gathered(tag: str, children: list[Element]) -> Element:
    element = Element(tag)
    element.extend(children)
    return element


def _link(address: str, text: str) -> Element:
    link = Element("a", {"href": address})
    link.text = text
    return link


def _contents(main: Element, name: str) -> Iterator[Element]:
    """Yield the links to the chapters, where there is more than one."""
    chapters = list(_chapters(main))
    if len(chapters) < 2:
        return
    entries = Element("ul")
    for chapter, heading in chapters:
        entry = Element("li")
        entry.append(_link(f"#{chapter}", heading))
        entries.append(entry)
    contents = Element("nav", {"aria-label": name})
    contents.append(entries)
    yield contents


def _chapters(main: Element) -> Iterator[tuple[str, str]]:
    """Yield each chapter's place and heading; one without a place of its own is given one."""
    parents = {child: parent for parent in main.iter() for child in parent}
    taken: set[str] = set()
    for number, heading in enumerate(main.iter("h2"), start=1):
        if set(_classes(heading)) & _SMALL:
            continue
        holder: Element | None = heading
        while holder is not None and ("id" not in holder.attrib or holder is main):
            holder = parents.get(holder)
        if holder is None or holder.attrib["id"] in taken:
            holder = heading
            heading.set("id", heading.get("id", f"part-{number}"))
        taken.add(holder.attrib["id"])
        yield holder.attrib["id"], _heading(heading)
