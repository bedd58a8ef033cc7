"""The styles of a Word report, so that whoever edits it changes its looks in one place.

Sizes are half points, distances twentieths of a point, as Word counts them; names are those that people pick from.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shipworthy.reports.word.xml import Element, parsed

QUESTION_INDENT = 1760
"""How far the text of a question stands from the margin; where it stands, by a mark and a number, is before it."""
NOTE_INDENT = 160
LIST_INDENT = 260
BULLETS, NUMBERS = 1, 2
"""The lists that the styles for them name."""
_FONTS = (
    '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" '
    'w:cstheme="minorBidi"/>'
)
_MONO = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>'


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph style: `size` in half points, `colour` by its token, `rule` a border as XML."""

    name: str
    based: str = "Normal"
    then: str = "BodyText"
    size: int = 0
    bold: bool | None = None
    colour: str = ""
    keep: bool = False
    rule: str = ""
    shade: bool = False
    tabs: str = ""
    spacing: str = ""
    indent: str = ""
    side: str = ""
    level: int | None = None
    mono: bool = False


def _side(where: str, size: int, space: int, colour: str) -> str:
    return f'<w:{where} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _spacing(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _paragraphs(colours: Mapping[str, str], width: int, begin: str, *, short: bool) -> dict[str, _Paragraph]:
    ink, line = colours["ink"], colours["line"]
    question = f'<w:ind w:left="{QUESTION_INDENT}" w:hanging="{QUESTION_INDENT}"/>'
    tab = f'<w:tab w:val="left" w:pos="{QUESTION_INDENT}"/>'
    leader = f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/>'
    margin = f'<w:tab w:val="clear" w:pos="4680"/><w:tab w:val="right" w:pos="{width}"/>'
    return {
        "BodyText": _Paragraph("Body Text", then="BodyText", spacing=_spacing(0, 80)),
        "Title": _Paragraph("Title", size=45, bold=True, keep=True, spacing=_spacing(0, 40, 252)),
        "ReportLongTitle": _Paragraph("Report Long Title", "Title", size=30),
        "Lead": _Paragraph("Report Lead", colour="soft", spacing=_spacing(0, 160)),
        "Heading1": _Paragraph("heading 1", size=24 if short else 33, bold=True, keep=True, level=0,
            spacing=_spacing(220, 70, 252) if short else _spacing(480, 140, 252),),
        "Heading2": _Paragraph(
            "heading 2", size=24, bold=True, keep=True, spacing=_spacing(320, 40, 252), level=1,
            rule=_side("top", 12, 6, ink),
        ),
        "Heading3": _Paragraph("heading 3", size=18, bold=True, keep=True, spacing=_spacing(160, 40), level=2),
        "ReportSubheading1": _Paragraph(
            "Report Subheading 1", size=21, bold=True, keep=True, spacing=_spacing(200, 40), level=0
        ),
        "ReportSubheading2": _Paragraph(
            "Report Subheading 2", size=21, bold=True, keep=True, spacing=_spacing(240, 80), level=1
        ),
        "ReportQuestion": _Paragraph(
            "Report Question", "Heading3", "ReportQuestionText", rule=_side("top", 4, 7, line), tabs=tab,
            spacing=_spacing(200, 20), indent=question,
        ),
        "ReportQuestionFacts": _Paragraph(
            "Report Question Facts", then="ReportQuestionText", size=17, colour="soft", keep=True, tabs=tab,
            spacing=_spacing(0, 40), indent=question,
        ),
        "ReportQuestionText": _Paragraph(
            "Report Question Text", "BodyText", "ReportQuestionText", indent=f'<w:ind w:left="{QUESTION_INDENT}"/>'
        ),
        "ReportNote": _Paragraph(
            "Report Note", "BodyText", "ReportNote", rule=_side(begin, 18, NOTE_INDENT // 20, line),
            spacing=_spacing(0, 60), indent=f'<w:ind w:left="{QUESTION_INDENT + NOTE_INDENT}"/>',
        ),
        "ReportAdvice": _Paragraph(
            "Report Advice", "BodyText", "ReportAdvice", shade=True, spacing=_spacing(0, 0, 276),
            indent=f'<w:ind w:left="{QUESTION_INDENT}"/>',
        ),
        "ReportCode": _Paragraph("Report Code", "ReportNote", "ReportNote", size=17, shade=True, mono=True),
        "ReportQuiet": _Paragraph("Report Quiet", "BodyText", colour="soft"),
        "ReportIntro": _Paragraph("Report Intro", "ReportQuiet", keep=True),
        "ReportOutcome": _Paragraph("Report Outcome", "BodyText", size=24),
        "Caption": _Paragraph("caption", "BodyText", size=17, colour="soft", spacing=_spacing(60, 120)),
        "ReportPicture": _Paragraph("Report Picture", "BodyText", then="Caption", spacing=_spacing(60, 60)),
        "ReportGauge": _Paragraph("Report Gauge", "ReportPicture", keep=True, spacing=_spacing(60, 20)),
        "ReportLabel": _Paragraph("Report Label", size=17, colour="soft", keep=True, spacing=_spacing(20, 0)),
        "ReportVerdict": _Paragraph("Report Verdict", size=33, bold=True, spacing=_spacing(0, 20, 252)),
        "ReportFigure": _Paragraph("Report Figure", size=33, bold=True, keep=True, spacing=_spacing(0, 0, 252)),
        "ListBullet": _Paragraph("List Bullet", "BodyText", "ListBullet", spacing=_spacing(0, 20)),
        "ListNumber": _Paragraph("List Number", "BodyText", "ListNumber", spacing=_spacing(0, 20)),
        "ReportTableText": _Paragraph("Report Table Text", then="ReportTableText", spacing=_spacing(0, 10, 240)),
        "ReportTableHeading": _Paragraph(
            "Report Table Heading", "ReportTableText", "ReportTableText", size=17, bold=True, colour="soft", keep=True
        ),
        "ReportTableGap": _Paragraph("Report Table Gap", size=6, spacing=_spacing(0, 0, 240)),
        "TOCHeading": _Paragraph("TOC Heading", size=21, bold=True, keep=True, spacing=_spacing(200, 80)),
        "TOC1": _Paragraph("toc 1", then="TOC1", tabs=leader, spacing=_spacing(40, 20)),
        "TOC2": _Paragraph(
            "toc 2", then="TOC2", tabs=leader, spacing=_spacing(0, 20), indent='<w:ind w:left="240"/>'
        ),
        "Header": _Paragraph(
            "header", then="Header", size=17, colour="soft", rule=_side("bottom", 4, 6, line), tabs=margin
        ),
        "Footer": _Paragraph(
            "footer", then="Footer", size=17, colour="soft", rule=_side("top", 4, 6, line), tabs=margin
        ),
    }  # fmt: skip


_CHARACTERS = {
    "Strong": ("Strong", "<w:b/><w:bCs/>"),
    "Emphasis": ("Emphasis", "<w:i/><w:iCs/>"),
    "Hyperlink": ("Hyperlink", '<w:color w:val="{accent}"/>'),
    "ReportCodeText": ("Report Code Text", f'{_MONO}<w:sz w:val="17"/><w:szCs w:val="17"/>'),
    "ReportFingerprint": ("Report Fingerprint", f'{_MONO}<w:sz w:val="16"/><w:szCs w:val="16"/>'),
    "ReportQuietText": ("Report Quiet Text", '<w:color w:val="{soft}"/>'),
    "ReportOk": ("Report Ok", '<w:color w:val="{ok}"/>'),
    "ReportWarn": ("Report Warn", '<w:color w:val="{warn}"/>'),
    "ReportBad": ("Report Bad", '<w:color w:val="{bad}"/>'),
    "ReportNone": ("Report None", '<w:color w:val="{none}"/>'),
}
_BUILT_IN = frozenset(
    {
        *("Title", "BodyText", "Heading1", "Heading2", "Heading3", "Caption", "ListBullet", "ListNumber"),
        *("TOCHeading", "TOC1", "TOC2", "Header", "Footer", "Strong", "Emphasis", "Hyperlink"),
    }
)


def styles(
    colours: Mapping[str, str], width: int, languages: tuple[str, str, str], *, begin: str, short: bool
) -> Element:
    """Return all styles; `width` is that between the margins.

    The languages are as Word names them: of the report, of its East Asian letters and of those from right to left.
    `begin` is the side on which lines begin; the headings of a `short` report are small.
    """
    language, east_asia, bidi = languages
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}"
        '<w:sz w:val="18"/><w:szCs w:val="18"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{east_asia}" w:bidi="{bidi}"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    paragraphs = "".join(
        _paragraph(id_, each, colours) for id_, each in _paragraphs(colours, width, begin, short=short).items()
    )
    characters = "".join(
        f'<w:style w:type="character"{_custom(id_)} w:styleId="{id_}"><w:name w:val="{name}"/>'
        f'<w:uiPriority w:val="{20 if id_ in _BUILT_IN else 40}"/><w:qFormat/>'
        f"<w:rPr>{look.format(**colours)}</w:rPr></w:style>"
        for id_, (name, look) in _CHARACTERS.items()
    )
    usual = _USUAL.format(ink=colours["ink"])
    return parsed(f"<w:styles {{ns}}>{defaults}{usual}{paragraphs}{characters}{_tables(colours)}</w:styles>")


_USUAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:rPr><w:color w:val="{ink}"/></w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def _custom(id_: str) -> str:
    return "" if id_ in _BUILT_IN else ' w:customStyle="1"'


def _paragraph(id_: str, style: _Paragraph, colours: Mapping[str, str]) -> str:
    """Return a paragraph style, its properties in the order that the format asks for."""
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    rule = f"<w:pBdr>{style.rule}</w:pBdr>" if style.rule else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours["faint"]}"/>' if style.shade else ""
    tabs = f"<w:tabs>{style.tabs}</w:tabs>" if style.tabs else ""
    side = f'<w:jc w:val="{style.side}"/>' if style.side else ""
    level = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    number = {"ListBullet": _NUMBERED.format(BULLETS), "ListNumber": _NUMBERED.format(NUMBERS)}.get(id_, "")
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    colour = f'<w:color w:val="{colours[style.colour]}"/>' if style.colour else ""
    if id_ == "Heading1" and colours.get("title"):
        colour = f'<w:color w:val="{colours["title"]}"/>'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else ""
    mono = _MONO if style.mono else ""
    return (
        f'<w:style w:type="paragraph"{_custom(id_)} w:styleId="{id_}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based}"/><w:next w:val="{style.then}"/>'
        f'<w:uiPriority w:val="{9 if id_ in _BUILT_IN else 30}"/><w:qFormat/>'
        f"<w:pPr>{keep}{number}{rule}{shade}{tabs}{style.spacing}{style.indent}{side}{level}</w:pPr>"
        f"<w:rPr>{mono}{bold}{colour}{size}</w:rPr></w:style>"
    )


_NUMBERED = '<w:numPr><w:numId w:val="{}"/></w:numPr>'


_FIRST_ROW = '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>{}</w:tcBorders></w:tcPr></w:tblStylePr>'


def _tables(colours: Mapping[str, str]) -> str:
    line, ink = colours["line"], colours["ink"]
    margins = (
        '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar>'
    )
    tight = margins.replace('"50"', '"10"').replace('"30"', '"10"')
    plain = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return plain + "".join(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{id_}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="40"/><w:qFormat/><w:tblPr>'
        f"{rules}{cells}</w:tblPr>{first}</w:style>"
        for id_, name, rules, cells, first in (
            (
                "ReportTable",
                "Report Table",
                f"<w:tblBorders>{_side('bottom', 4, 0, line)}{_side('insideH', 4, 0, line)}</w:tblBorders>",
                margins,
                _FIRST_ROW.format(_side("bottom", 6, 0, ink)),
            ),
            ("ReportPlainTable", "Report Plain Table", "", tight, ""),
        )
    )
