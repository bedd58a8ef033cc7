"""What a PDF needs to conform to PDF/UA-1 and PDF/A-3, beyond what WeasyPrint writes by itself.

Imported by the worker alone, with WeasyPrint.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

import pydyf  # type: ignore[import-untyped]  # ships no types

from shipworthy.domain.report_kind import Format

RELATIONSHIP = "Source"  # the report tells what the attached file holds
VARIANTS: Mapping[Format, str] = {Format.PDF: "pdf/ua-1", Format.ARCHIVE: "pdf/a-3a"}

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
# PDF/A asks for these prefixes by name.
for _prefix, _namespace in (("pdfaExtension", _EXTENSION), ("pdfaSchema", _SCHEMA), ("pdfaProperty", _PROPERTY)):
    register_namespace(_prefix, _namespace)


def mark_accessible(metadata: Any) -> None:
    """Let an archived PDF say that it is PDF/UA-1 too; WeasyPrint's metadata names one standard only.

    PDF/A knows no such mark, so the document describes it, as PDF/A asks for what it does not know.
    """
    write = metadata.generate_rdf_metadata

    def with_mark(*arguments: object) -> bytes:
        rdf = fromstring(write(*arguments))  # noqa: S314 - written a moment ago, by WeasyPrint
        described = SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
        SubElement(described, f"{{{_UA}}}part").text = "1"
        rdf.append(_description_of_the_mark())
        marked: bytes = tostring(rdf, encoding="utf-8")
        return marked

    metadata.generate_rdf_metadata = with_mark


def _description_of_the_mark() -> Element:
    described = Element(f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    schema = _entry(SubElement(SubElement(described, f"{{{_EXTENSION}}}schemas"), f"{{{_RDF}}}Bag"))
    for name, value in (("schema", "PDF/UA identification"), ("namespaceURI", _UA), ("prefix", "pdfuaid")):
        SubElement(schema, f"{{{_SCHEMA}}}{name}").text = value
    entry = _entry(SubElement(SubElement(schema, f"{{{_SCHEMA}}}property"), f"{{{_RDF}}}Seq"))
    texts = {"name": "part", "valueType": "Integer", "category": "internal", "description": "Part of PDF/UA"}
    for name, value in texts.items():
        SubElement(entry, f"{{{_PROPERTY}}}{name}").text = value
    return described


def _entry(container: Element) -> Element:
    return SubElement(container, f"{{{_RDF}}}li", {f"{{{_RDF}}}parseType": "Resource"})


def finish(_document: object, pdf: Any) -> None:
    """Mend the tags and relate what is attached to the document, before the PDF is written."""
    elements = {each.reference: each for each in pdf.objects if _type(each) == "/StructElem"}
    for element in tuple(elements.values()):
        if element["S"] == "/LI":
            _wrap_body(pdf, element, elements)
        elif element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if _is_inside(element, "/THead", elements) else "/Row"
    _set_margins_apart(pdf, elements)
    _relate_attached(pdf)
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"  # PDF/A asks for pictures as they are


def _set_margins_apart(pdf: Any, elements: Mapping[bytes, Any]) -> None:
    """Make artifacts of what stands in the margins of pages: WeasyPrint gives it tags that belong to no tree."""
    objects = {each.reference: each for each in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    read, waiting = set(), list(root["K"])
    while waiting:
        if (reference := waiting.pop()) in elements:
            read.add(reference)
            waiting += elements[reference]["K"]
    owners = objects[root["ParentTree"]]["Nums"]
    by_number = dict(zip(owners[::2], owners[1::2], strict=True))
    for page in pdf.objects:
        if _type(page) == "/Page":
            owned = by_number[page["StructParents"]]
            apart = {mark for mark, owner in enumerate(owned) if owner not in read}
            _unmark(objects[page["Contents"]].stream, apart)
            for mark in apart:
                owned[mark] = "null"


def _unmark(stream: list[Any], apart: set[int]) -> None:
    """Turn the marked content of these numbers into artifacts: `/Span <</MCID 7>> BDC` becomes `/Artifact BMC`."""
    marks = [place for place, item in enumerate(stream) if isinstance(item, dict) and item.get("MCID") in apart]
    for place in reversed(marks):
        stream[place - 1 : place + 2] = ["/Artifact", b"BMC"]


def _type(item: Any) -> object:
    return item.get("Type") if isinstance(item, dict) else None


def _wrap_body(pdf: Any, element: Any, elements: dict[bytes, Any]) -> None:
    """Put what a list item holds beside its label into one body; WeasyPrint does so for plain lines alone."""
    kids = element["K"]
    if all(elements[kid]["S"] in ("/Lbl", "/LBody") for kid in kids):
        return
    label = [kid for kid in kids if elements[kid]["S"] == "/Lbl"]
    rest = [kid for kid in kids if kid not in label]
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(rest), "Pg": element["Pg"], "P": element.reference}
    )
    pdf.add_object(body)
    for kid in rest:
        elements[kid]["P"] = body.reference
    element["K"] = pydyf.Array([*label, body.reference])


def _is_inside(element: Any, name: str, elements: Mapping[bytes, Any]) -> bool:
    around = elements.get(element["P"])
    while around is not None and around["S"] != name:
        around = elements.get(around["P"])
    return around is not None


def _relate_attached(pdf: Any) -> None:
    """Name the attached files in the catalogue, once each, with what they are to the document."""
    files = [each for each in pdf.objects if _type(each) == "/Filespec"]
    for each in files:
        each["AFRelationship"] = f"/{RELATIONSHIP}"
    if files:
        pdf.catalog["AF"] = pydyf.Array([each.reference for each in files])
