"""`shipworthy questionnaire`: the questions out to a team before the meeting, and their answers back in."""

from pathlib import Path
from typing import Annotated

import typer

from shipworthy.cli.context import Name, say, session_of
from shipworthy.domain.incoming import Effect
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import questionnaires, services
from shipworthy.workflows.questionnaires import Preview


def questionnaire_commands() -> typer.Typer:
    """Return the commands on questionnaires."""
    group = typer.Typer(
        help=_("Give a team the questions before the meeting, and read them back."), no_args_is_help=True
    )
    group.command("export")(questionnaire_export)
    group.command("import")(questionnaire_import)
    return group


def questionnaire_export(
    context: typer.Context,
    service: Name,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="FILE.xlsx or FILE.pdf; else SERVICE-questionnaire.xlsx here.")
    ] = None,
    filled: Annotated[bool, typer.Option("--filled", help="With the answers so far (XLSX).")] = False,
    template: Annotated[
        str, typer.Option(metavar="NAME-or-FOLDER", help="Looks of your own (PDF); see shipworthy report-template.")
    ] = "",
) -> None:
    """Write the questions of a service's open review into a spreadsheet or, blank, a PDF."""
    session = session_of(context)
    review = questionnaires.review_to_fill(session, services.find_service(session, service).id)
    target = out or Path(questionnaires.questionnaire_name(review))
    id_ = review.assessment.id
    path = questionnaires.export_questionnaire(session, id_, target, blank=not filled, template=template)
    say(path.resolve())


def questionnaire_import(
    context: typer.Context,
    service: Name,
    file: Annotated[Path, typer.Argument(help="Questionnaire that was filled in (XLSX).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and change nothing.")] = False,
) -> None:
    """Read a filled questionnaire into a service's open review, after printing what it changes."""
    session = session_of(context)
    review = questionnaires.review_to_fill(session, services.find_service(session, service).id)
    preview = questionnaires.preview_questionnaire(session, review.assessment.id, file)
    _print_preview(preview)
    if dry_run or not preview.effects:
        say(_("Nothing was changed."))
        return
    recorded = questionnaires.import_questionnaire(session, preview, [line.question for line in preview.effects])
    count = len(recorded.sequences)
    say(ngettext("Imported {count} answer.", "Imported {count} answers.", count).format(count=count))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _print_preview(preview: Preview) -> None:
    wording = Wording()
    if preview.filled_in_by:
        say(_("Filled in by {name}.").format(name=preview.filled_in_by))
    for line in preview.effects:
        question = preview.review.questionnaire.asked[line.question].question
        say(f"{line.number or '–':>5}  {wording.effect(line.effect)}  {line.question}  {line.text}")
        for before, after in wording.differences(question, line.before, line.after):
            say(f"       {_on_one_line(before)} → {_on_one_line(after)}")
    for text in preview.left_out:
        say(_("Not in the file: {question}").format(question=text))
    say(wording.effects({effect: preview.count(effect) for effect in Effect}))
