"""The file around a report's content: parts, properties, page, and bytes that are the same for the same report."""

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from shipworthy.domain.report_kind import Paper
from shipworthy.reports.word.styles import LIST_INDENT, styles
from shipworthy.reports.word.xml import Element, element, parsed
from shipworthy.text import xml_text

# Twentieths of a point: the sizes of paper, and the margins that the style sheet of the pages has.
_PAPER = {Paper.A4: (11906, 16838), Paper.LETTER: (12240, 15840)}
_SIDE, _TOP, _BOTTOM, _HEAD, _FOOT = 900, 1260, 1110, 560, 500
_REGIONS = {
    "ar": "ar-SA", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-ES", "fa": "fa-IR",
    "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "nb": "nb-NO",
    "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-BR", "sv": "sv-SE", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK",
    "zh": "zh-CN",
}  # fmt: skip
_MADE_AT = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip file can name
_KEPT = frozenset({RT.STYLES, RT.SETTINGS, RT.FONT_TABLE, RT.THEME, RT.NUMBERING})
_LONGEST_PROPERTY = 255  # characters, as the format says
_LEVELS = 9


def word_language(tag: str) -> str:
    """Return a language tag as Word knows languages: with a region."""
    return _REGIONS.get(tag, tag)


class Shell:
    """A Word file that is being written: `body` takes the content, `width` is that between the margins in twips.

    A `short` report has small headings.
    """

    def __init__(
        self, language: str, paper: Paper, colours: Mapping[str, str], *, right_to_left: bool, short: bool
    ) -> None:
        self.right_to_left = right_to_left
        self._short = short
        self._document: Any = docx.Document()
        self._paper = _PAPER[paper]
        self.width = self._paper[0] - 2 * _SIDE
        self.body: Element = self._document.element.body
        self.part: Any = self._document.part
        self._numbering: Element = parsed("<w:numbering {ns}/>")
        self._counts = {"picture": 0, "bookmark": 0, "list": 0}
        self._media: dict[bytes, Part] = {}
        self._set_up(language, colours)

    def _set_up(self, language: str, colours: Mapping[str, str]) -> None:
        """Take out what the library's own template brings along, and put ours in its place."""
        for rels, kept in ((self.part.rels, _KEPT), (self._document.part.package.rels, {RT.OFFICE_DOCUMENT})):
            for name in [name for name, each in rels.items() if each.reltype not in kept]:
                del rels[name]
        known = word_language(language)
        east = known if language[:2] in ("ja", "ko", "zh") else "ja-JP"
        bidi = known if self.right_to_left else "ar-SA"
        begin = "right" if self.right_to_left else "left"
        self._fill(RT.STYLES, styles(colours, self.width, (known, east, bidi), begin=begin, short=self._short))
        self._fill(RT.SETTINGS, parsed(_SETTINGS.format(ns="{ns}", language=known, east=east, bidi=bidi)))
        self._fill(RT.NUMBERING, self._numbering)
        self._fill(RT.THEME, _theme(self.part.part_related_by(RT.THEME).blob, colours["accent"]))
        self._fill(RT.FONT_TABLE, _FONT_TABLE.encode())
        for kind in ("ListBullet", "ListNumber"):
            self.new_list(kind)

    def _fill(self, kind: str, content: Element | bytes) -> None:
        part = self.part.part_related_by(kind)
        if isinstance(content, bytes):
            part._blob = content
        else:
            part._element = content

    def new_list(self, style: str) -> int:
        """Return the number of a new list, so that its numbers begin at 1."""
        self._counts["list"] += 1
        number = self._counts["list"]
        levels = [_level(style, level) for level in range(_LEVELS)]
        kind = element("w:multiLevelType", val="hybridMultilevel")
        # All definitions stand before all lists.
        self._numbering.insert(number - 1, element("w:abstractNum", kind, *levels, abstractNumId=number))
        self._numbering.append(element("w:num", element("w:abstractNumId", val=number), numId=number))
        return number

    def next_number(self, kind: str) -> int:
        """Return the next number of a kind of thing that is numbered through the whole file."""
        self._counts[kind] += 1
        return self._counts[kind]

    def picture(self, part: Any, data: bytes, ending: str, content_type: str) -> str:
        """Return the name by which a part knows a picture; the same picture is kept once."""
        if data not in self._media:
            name = PackURI(f"/word/media/image{len(self._media) + 1}.{ending}")
            self._media[data] = Part(name, content_type, data, self.part.package)
        name_there: str = part.relate_to(self._media[data], RT.IMAGE)
        return name_there

    def sections(self) -> Any:
        """Return the one section, with headers and footers to be filled: those of page one are others."""
        section = self._document.sections[0]
        properties = section._sectPr
        for each in list(properties):
            properties.remove(each)
        width, height = self._paper
        properties.append(element("w:pgSz", w=width, h=height))
        margins = {"top": _TOP, "right": _SIDE, "bottom": _BOTTOM, "left": _SIDE, "header": _HEAD, "footer": _FOOT}
        properties.append(element("w:pgMar", **margins, gutter=0))
        properties.append(element("w:titlePg"))
        if self.right_to_left:
            properties.append(element("w:bidi"))
        return section

    def tell(self, title: str, subject: str, author: str, comments: str, language: str, made: datetime) -> None:
        """Set what the file says of itself."""
        told = self._document.core_properties
        texts = {"title": title, "subject": subject, "author": author, "comments": comments, "language": language}
        for name, text in texts.items():
            setattr(told, name, xml_text(text)[:_LONGEST_PROPERTY])
        told.last_modified_by = told.author
        told.created = told.modified = made.replace(tzinfo=None)
        told.revision = 1

    def content(self) -> bytes:
        """Return the file."""
        saved, fixed = BytesIO(), BytesIO()
        self._document.save(saved)
        with ZipFile(saved) as before, ZipFile(fixed, "w") as after:
            for name in before.namelist():
                info = ZipInfo(name, _MADE_AT)
                info.compress_type, info.create_system = ZIP_DEFLATED, 0
                after.writestr(info, before.read(name))
        return fixed.getvalue()


def _level(style: str, level: int) -> Element:
    """Return how a list marks one of its levels."""
    numbered = style == "ListNumber"
    kind, text = ("decimal", f"%{level + 1}.") if numbered else ("bullet", "–" if level % 2 else "•")
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=kind),
        element("w:lvlText", val=text),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left=LIST_INDENT * (level + 1), hanging=LIST_INDENT)),
        ilvl=level,
    )


_SETTINGS = (
    '<w:settings {ns}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="{language}" w:eastAsia="{east}" w:bidi="{bidi}"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
# Who has not the fonts of the pages sees the first of these that is there.
_FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:font w:name="Noto Sans"><w:altName w:val="Segoe UI"/><w:panose1 w:val="020B0502040504020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    '<w:font w:name="Consolas"><w:altName w:val="Noto Sans Mono"/><w:panose1 w:val="020B0609020204030204"/>'
    '<w:charset w:val="00"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font></w:fonts>'
)
_SCRIPTS = {
    "Jpan": "Yu Gothic", "Hang": "Malgun Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei",
    "Arab": "Segoe UI", "Hebr": "Segoe UI",
}  # fmt: skip
_FONT_SCHEME = re.compile(rb"<a:fontScheme.*?</a:fontScheme>", re.DOTALL)
_ACCENT = re.compile(rb"(<a:(?:accent1|hlink)>).*?(</a:(?:accent1|hlink)>)", re.DOTALL)


def _theme(theme: bytes, accent: str) -> bytes:
    """Return a theme with one family of fonts, that of the pages, and the accent of the report."""
    scripts = "".join(f'<a:font script="{script}" typeface="{font}"/>' for script, font in _SCRIPTS.items())
    family = f'<a:latin typeface="Noto Sans"/><a:ea typeface=""/><a:cs typeface=""/>{scripts}'
    scheme = (
        f'<a:fontScheme name="Report"><a:majorFont>{family}</a:majorFont><a:minorFont>{family}</a:minorFont>'
        "</a:fontScheme>"
    )
    colour = f'<a:srgbClr val="{accent}"/>'.encode()
    return _ACCENT.sub(rb"\g<1>" + colour + rb"\g<2>", _FONT_SCHEME.sub(scheme.encode(), theme))
