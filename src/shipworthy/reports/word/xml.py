"""Elements of a Word file, and texts in them; every text of the file goes through `text_of`."""

from typing import Any, cast

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from shipworthy.text import xml_text

Element = Any  # python-docx's elements are lxml's, which has no types


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Return an element of Word's own namespace, such as `element("w:tab")`; attributes are named without prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def text_of(text: str) -> Element:
    """Return a text as a run holds it."""
    made = OxmlElement("w:t")
    made.text = xml_text(text)
    made.set(qn("xml:space"), "preserve")
    return made


def parsed(xml: str) -> Element:
    """Return XML of our own as an element; `{ns}` in its first tag stands for the namespaces."""
    return cast(Element, parse_xml(xml.replace("{ns}", nsdecls("w", "r", "wp", "a", "pic"), 1)))


def instruction(code: str) -> Element:
    """Return what a field works out; `code` is ours, never a text of anyone's."""
    made = OxmlElement("w:instrText")
    made.text = code
    made.set(qn("xml:space"), "preserve")
    return made
