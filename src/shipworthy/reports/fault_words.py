"""What is wrong with a template of the user's own, in words: file, line, what it is and what to do."""

from pathlib import Path

from shipworthy.errors import InvalidFile, Problem, UserError
from shipworthy.reports.closed_limits import LONGEST_RANGE
from shipworthy.reports.report_template import Fault, ReportTemplate, TemplateFault
from shipworthy.text import _

_MOST_KNOWN = 40


def fault_error(template: ReportTemplate, fault: TemplateFault) -> InvalidFile:
    """Return the error for what is wrong with a template, with its place."""
    what, fix = _said(fault)
    problem = Problem(str(Path(template.folder) / fault.file), max(fault.line, 1), 1, what, fix)
    summary = _("The report template “{name}” has a problem.").format(name=Path(template.folder).name)
    return InvalidFile(summary, [problem])


def too_slow(template: ReportTemplate, seconds: float) -> UserError:
    """Return the error for a template that takes too long to fill."""
    return UserError(
        _("The template {folder} was stopped: filling it takes longer than {seconds} seconds.").format(
            folder=template.folder, seconds=f"{seconds:g}"
        ),
        _("Look for loops within loops, and for a part that includes itself."),
    )


def too_big(template: ReportTemplate) -> UserError:
    """Return the error for a template that takes too much memory."""
    return UserError(
        _("The template {folder} was stopped: it needs more memory than it may use.").format(folder=template.folder),
        _("Look for texts that are repeated or joined again and again."),
    )


def too_much(template: ReportTemplate, error: UserError) -> UserError:
    """Return the error for a template whose pages are too much to draw."""
    return UserError(
        error.message,
        _("Look at the template {folder}: its tables, its pictures and the length of what it makes.").format(
            folder=template.folder
        ),
    )


def not_drawn(template: ReportTemplate, traceback: str) -> UserError:
    """Return the error for a template whose pages break the drawing."""
    reason = (traceback.splitlines() or [""])[-1].rpartition(": ")[2].rstrip(".")
    return UserError(
        _("The pages that the template {folder} makes cannot be drawn: {reason}.").format(
            folder=template.folder, reason=reason
        ),
        _("Take out of its style sheet what was added last, then add it again in parts."),
    )


def _said(fault: TemplateFault) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    match fault.kind:
        case Fault.SYNTAX:
            return (
                _("This is not a template: {reason}").format(reason=fault.what.rstrip(".")),
                _("Check braces, quotes and the end of each block, here and just above."),
            )
        case Fault.UNKNOWN_NAME:
            return _("{name} is unknown").format(name=fault.what), _meant(fault)
        case Fault.UNKNOWN_FILTER:
            return _("There is no filter or test {name}").format(name=fault.what), _meant(fault)
        case Fault.UNKNOWN_FILE:
            return (
                _("There is no page {name} in this template").format(name=fault.what),
                _meant(fault) + " " + _("A template reads nothing outside its own folder."),
            )
        case Fault.UNKNOWN_PICTURE:
            return (
                _("There is no picture {name} to be shown").format(name=fault.what),
                _("Put it into the folder as PNG or JPEG and write src=\"{{ asset('logo.png') }}\".")
                + (" " + _meant(fault) if fault.known else ""),
            )
        case Fault.FORBIDDEN if fault.what == "autoescape":
            return (
                _("A template cannot switch escaping off or on"),
                _("Remove this block: what people typed always stays text; | note shows Markdown."),
            )
        case Fault.FORBIDDEN:
            return (
                _("This cannot be called"),
                _("A template calls its own macros, range, asset and namespace, and nothing else."),
            )
        case Fault.TOO_BIG:
            return (
                _("{what} makes more of this than a template may").format(what=fault.what),
                _("Stay below {count} rounds, and repeat no long text.").format(count=LONGEST_RANGE),
            )
    return _said_of_result(fault)


def _said_of_result(fault: TemplateFault) -> tuple[str, str]:
    match fault.kind:
        case Fault.NOT_PRINTED if fault.what == "group":
            return _("A group of fields cannot be printed"), _("Print one of its fields, with a point before its name.")
        case Fault.NOT_PRINTED:
            return _("A list cannot be printed"), _('Go through it with a loop, or join it: | join(", ").')
        case Fault.TOO_DEEP:
            return (
                _("This is nested too deep"),
                _("Look for a macro that calls itself, or a page that includes itself."),
            )
        case Fault.TOO_LONG:
            return _("The report becomes too long"), _("Look for loops within loops.")
        case Fault.NO_LANGUAGE:
            return _("The page does not say its language"), _('Begin it with <html lang="{{ report.language }}">.')
        case Fault.NO_TITLE:
            return _("The page has no title"), _("Write <title>{{ report.title }}</title> between <head> and </head>.")
        case Fault.NO_ALTERNATIVE:
            return (
                _("A picture says nothing to those who do not see it"),
                _('Give it alt="what it shows", or alt="" where it shows nothing of importance.'),
            )
    return (
        _("This cannot be worked out: {reason}").format(reason=fault.what.rstrip(".")),
        _("Compare with what docs/report-templates.md says of the field."),
    )


def _meant(fault: TemplateFault) -> str:
    if fault.near:
        return _("Did you mean {name}?").format(name=fault.near)
    if not fault.known:
        return _("Remove it.")
    names = ", ".join(fault.known[:_MOST_KNOWN])
    text = _("Known here: {names}.") if len(fault.known) <= _MOST_KNOWN else _("Known here: {names} and others.")
    return text.format(names=names)
