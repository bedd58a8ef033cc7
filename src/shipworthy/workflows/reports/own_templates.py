"""Report templates of the user's own: folders that are listed, begun from a starter, read, and put into a job."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from shipworthy.domain.report_kind import Audience, Subject
from shipworthy.errors import UserError
from shipworthy.files import make_folder, write_text
from shipworthy.forms import NOT_BLANK, fill
from shipworthy.paths import shipped
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import is_printable
from shipworthy.reports.report_template import PAGE, STYLE, Base, ReportTemplate
from shipworthy.reports.view_models import ViewModel, suits
from shipworthy.text import _
from shipworthy.untrusted.files import decode_text
from shipworthy.untrusted.folders import read_folder
from shipworthy.untrusted.problems import Problems, nearest
from shipworthy.untrusted.yaml_files import parse_yaml

FOLDER = "report-templates"
ABOUT = "template.yaml"
_STARTERS, _EVERY = "starters", "every"
_ENDINGS = frozenset({".html", ".css", ".yaml", ".png", ".jpg", ".jpeg"})
_PICTURES = (".png", ".jpg", ".jpeg")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,59}")


_MODELS: Mapping[Subject, ViewModel] = {
    Subject.ASSESSMENT: ViewModel.ASSESSMENT,
    Subject.COMPARISON: ViewModel.COMPARISON,
    Subject.PORTFOLIO: ViewModel.PORTFOLIO,
    Subject.TEAM: ViewModel.PORTFOLIO,
    Subject.REMEDIATION: ViewModel.REMEDIATION,
    Subject.MINUTES: ViewModel.MINUTES,
}
_OF_AN_ASSESSMENT: Mapping[Audience, tuple[ViewModel, ...]] = {
    Audience.LEADERSHIP: (ViewModel.LEADERSHIP,),
    Audience.AUDITOR: (ViewModel.AUDITOR, ViewModel.ASSESSMENT),
}


class TemplateForm(msgspec.Struct, frozen=True, kw_only=True):
    """What template.yaml says."""

    format: Literal[1]
    about: ViewModel
    view_model: Literal[1]
    title: Annotated[str, Meta(pattern=NOT_BLANK, max_length=120)]
    base: Base = Base.PAPER


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template as it was read: its name, what it says of itself, and its files; `assets` are pictures by SHA-256."""

    name: str
    about: ViewModel
    title: str
    folder: Path
    content: ReportTemplate
    assets: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template on offer; `problem` says why it cannot be used, empty where nothing is known against it."""

    name: str
    folder: Path
    about: ViewModel | None = None
    title: str = ""
    problem: str = ""


def templates_folder(data_dir: Path) -> Path:
    """Return the folder in which the templates of a data folder lie; it may not exist yet."""
    return data_dir / FOLDER


def list_report_templates(data_dir: Path) -> tuple[ListedTemplate, ...]:
    """Return the templates of a data folder by name, those too that cannot be used."""
    folder = templates_folder(data_dir)
    if not folder.is_dir():
        return ()
    names = sorted(each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    return tuple(_listed(folder / name) for name in names)


def _listed(folder: Path) -> ListedTemplate:
    try:
        found = read_template(folder)
    except UserError as error:
        return ListedTemplate(folder.name, folder, problem=str(error))
    return ListedTemplate(found.name, folder, found.about, found.title)


def models_for(subject: Subject, audience: Audience) -> tuple[ViewModel, ...]:
    """Return what a template may be made for to suit a report; the first is what a new one is made for."""
    usual = (_MODELS[subject],)
    return _OF_AN_ASSESSMENT.get(audience, usual) if subject is Subject.ASSESSMENT else usual


def find_template(name_or_path: str, data_dir: Path) -> OwnTemplate:
    """Return the template of a name, or that of a folder given by its path; raises UserError."""
    named = templates_folder(data_dir) / name_or_path
    if _NAME.fullmatch(name_or_path) and named.is_dir():
        return read_template(named)
    given = Path(name_or_path).expanduser()
    if given.is_dir():
        return read_template(given)
    known = [each.name for each in list_report_templates(data_dir)]
    raise UserError(
        _("There is no report template {name}.").format(name=name_or_path),
        nearest(name_or_path, known) if known else _("Begin one with shipworthy report-template new NAME."),
    )


def read_template(folder: Path) -> OwnTemplate:
    """Read a template; raises UserError, located where it can be, for one that cannot be used."""
    files = read_folder(folder, _ENDINGS)
    for name in (ABOUT, PAGE):
        if name not in files:
            raise UserError(
                _("{folder} is no report template: it has no {file}.").format(folder=folder, file=name),
                _("Begin one with shipworthy report-template new NAME, or add the file."),
            )
    form = _form(decode_text(files[ABOUT], str(folder / ABOUT)), str(folder / ABOUT))
    texts = {name: decode_text(data, str(folder / name)) for name, data in files.items() if not _is_picture(name)}
    pictures = {name: data for name, data in files.items() if _is_picture(name)}
    for name, data in pictures.items():
        _check_picture(folder / name, data)
    digests = {name: sha256(data).hexdigest() for name, data in pictures.items()}
    content = ReportTemplate(
        folder=str(folder),
        pages={name: text for name, text in texts.items() if name.endswith(".html")},
        style=_style(texts),
        pictures=digests,
        base=form.base,
    )
    assets = {digests[name]: data for name, data in pictures.items()}
    return OwnTemplate(folder.resolve().name, form.about, form.title, folder, content, assets)


def start_template(name: str, about: ViewModel, data_dir: Path) -> Path:
    """Copy the starter of a kind of report into a new folder and return it; raises UserError where it is there."""
    if not _NAME.fullmatch(name):
        raise UserError(
            _("{name} is no name for a template.").format(name=name),
            _("Use letters, digits, hyphens, points and underscores, a letter or digit first."),
        )
    folder = templates_folder(data_dir) / name
    if folder.exists():
        raise UserError(_("{folder} is there already.").format(folder=folder), _("Choose another name."))
    make_folder(folder)
    for part in (_EVERY, about.value):
        for path in sorted(shipped("report_templates", _STARTERS, part).iterdir()):
            write_text(folder / path.name, path.read_text(encoding="utf-8"))
    return folder


def in_template(job: Job, template: OwnTemplate) -> Job:
    """Return a job to be drawn in a template; raises UserError where the template is for another kind of report."""
    if not suits(template.about, job.report):
        raise UserError(
            _("The report template “{name}” is for another kind of report: {about}.").format(
                name=template.name, about=template.about
            ),
            _("Choose a template that is made for this report, or none."),
        )
    assets = {**job.assets, **template.assets}
    return msgspec.structs.replace(job, template=template.content, assets=assets)


def _form(text: str, file: str) -> TemplateForm:
    problems = Problems(file)
    form = fill(TemplateForm, parse_yaml(text, file, problems), problems)
    problems.raise_if_any()
    return form


def _is_picture(name: str) -> bool:
    return name.lower().endswith(_PICTURES)


def _style(texts: Mapping[str, str]) -> str:
    """Return the style sheets as one: further ones in the order of their names, `STYLE` last, so that it decides."""
    others = [text for name, text in sorted(texts.items()) if name.endswith(".css") and name != STYLE]
    return "\n".join([*others, texts.get(STYLE, "")])


def _check_picture(path: Path, data: bytes) -> None:
    if not is_printable(data):
        raise UserError(
            _("{path} is no PNG or JPEG picture that a report can show.").format(path=path),
            _("Save it as PNG or JPEG, of at most 12 million pixels."),
        )
