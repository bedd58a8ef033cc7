"""From HTML to a tagged PDF. Imported by the worker alone: loading WeasyPrint takes five times as long as a window."""

import ctypes
import os
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from io import BytesIO

from PIL import Image
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from shipworthy.domain.report_kind import Format
from shipworthy.reports import conformance
from shipworthy.reports.job import Attached, Rendered
from shipworthy.reports.report import Report
from shipworthy.reports.svg_text import draw_whole_texts
from shipworthy.text import xml_text

# An embedded font carries the time at which it was cut down to the letters used. Fixed, so that the same report gives
# the same bytes.
os.environ["SOURCE_DATE_EPOCH"] = "0"

draw_whole_texts()

_ASSET = "asset:"
_JPEG = b"\xff\xd8\xff"
# Nothing is ever fetched; without a context, urllib reads the system's certificates for a tenth of a second a document.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_SYSTEM_FONTS = 0  # FcSetSystem


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Opens the pictures that the job carries, and nothing else: no file, no address, no data URL."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(ssl_context=_NO_CERTIFICATES, allowed_protocols=())
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes of `asset:<sha256>`; ValueError for every other address."""
        del headers  # a picture of the job has no conversation around it
        name = url.removeprefix(_ASSET)
        if not url.startswith(_ASSET) or name not in self._assets:
            raise ValueError("A report opens nothing but its own pictures")
        return URLFetcherResponse(url, self._assets[name])


def pdf(
    html: str,
    style: str,
    assets: Mapping[str, bytes],
    kind: Format = Format.PDF,
    attached: Attached | None = None,
    about: Report | None = None,
) -> Rendered:
    """Return a document as a tagged PDF: PDF/UA-1, as an archive PDF/A-3a too; the same document, the same bytes.

    What it says of itself is in its HTML, unless it is said to be `about` a report.
    """
    options = {"pdf_variant": conformance.VARIANTS[kind], "attachments": [_attachment(attached)] if attached else None}
    if kind is Format.ARCHIVE:
        assets = {name: _in_screen_colours(content) for name, content in assets.items()}
    document = HTML(string=html, url_fetcher=AssetFetcher(assets)).render(
        font_config=FontConfiguration(), stylesheets=[_style(style)], **options
    )
    if about is not None:
        document.metadata.title, document.metadata.lang = about.title, about.language
        document.metadata.created = document.metadata.modified = about.generated
    _make_writable(document.metadata)
    if kind is Format.ARCHIVE:
        conformance.mark_accessible(document.metadata)
    return Rendered(document.write_pdf(finisher=conformance.finish, **options), len(document.pages))


def _in_screen_colours(content: bytes) -> bytes:
    """Return a JPEG in the colours of inks as a picture in those of screens, the only ones that our archives name."""
    if not content.startswith(_JPEG):
        return content
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.mode != "CMYK":
                return content
            made = BytesIO()
            picture.convert("RGB").save(made, "PNG")
            return made.getvalue()
    except (OSError, Image.DecompressionBombError):  # it is left out, as any picture that cannot be drawn is
        return content


def _make_writable(metadata: DocumentMetadata) -> None:
    """Leave nothing in what the file says of itself that XML, as which it stands there, cannot hold."""
    for name in ("title", "description", "generator", "lang"):
        if text := getattr(metadata, name):
            setattr(metadata, name, xml_text(text))
    metadata.authors = [xml_text(each) for each in metadata.authors]
    metadata.keywords = [xml_text(each) for each in metadata.keywords]
    metadata.custom = {name: xml_text(value) for name, value in metadata.custom.items()}


def _attachment(attached: Attached) -> Attachment:
    return Attachment(
        string=attached.content,
        url_fetcher=AssetFetcher({}),
        name=attached.name,
        description=attached.description,
        created=attached.made,
        modified=attached.made,
    )


@lru_cache(maxsize=4)
def _style(style: str) -> CSS:
    return CSS(string=style, url_fetcher=AssetFetcher({}), font_config=FontConfiguration())


def has_fonts() -> bool:
    """Tell whether the system has any font: without one, Pango ends the process instead of saying so."""
    for name in _FONTCONFIG:
        with suppress(OSError):
            library = ctypes.CDLL(name)
            library.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)  # the set's first field is its length
            fonts = library.FcConfigGetFonts(None, _SYSTEM_FONTS)
            return bool(fonts) and fonts[0] > 0
    return True  # another name for the library, which WeasyPrint found: let it try
