"""A filled questionnaire as the import dialog shows it."""

from shipworthy.domain.incoming import Effect
from shipworthy.gui.models.incoming_model import Incoming, IncomingRow
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.questionnaires import Preview, PreviewLine


def incoming_answers(preview: Preview, wording: Wording) -> Incoming:
    """Return what a questionnaire would change; its rows go by the asked ids of the questions."""
    return Incoming(
        title=_("Import {file}").format(file=preview.path.name),
        summary=_summary(preview, wording),
        note=_left_out(preview),
        what=_("Question"),
        table_name=_("Answers from the file"),
        detail_name=_("The selected answer"),
        button=lambda count: ngettext("Import {count} answer", "Import {count} answers", count).format(count=count),
        rows=tuple(_row(preview, line, wording) for line in preview.lines),
    )


def _row(preview: Preview, line: PreviewLine, wording: Wording) -> IncomingRow:
    question = preview.review.questionnaire.asked[line.question].question
    pairs = wording.differences(question, line.before, line.after)
    changes = line.effect is not Effect.UNCHANGED
    return IncomingRow(
        key=line.question,
        text=f"{line.number}  {line.text}" if line.number else line.text,
        effect=wording.effect(line.effect),
        now="\n".join(now for now, _then in pairs),
        file="\n".join(then for _now, then in pairs),
        changes=changes,
        can_be_taken=changes,
    )


def _summary(preview: Preview, wording: Wording) -> str:
    counts = wording.effects({effect: preview.count(effect) for effect in Effect})
    if preview.filled_in_by:
        return _("Filled in by {name}: {counts}").format(name=preview.filled_in_by, counts=counts)
    return _("The file says: {counts}").format(counts=counts)


def _left_out(preview: Preview) -> str:
    count = len(preview.left_out)
    if not count:
        return ""
    text = ngettext(
        "{count} question that applies now is not in the file: {first}",
        "{count} questions that apply now are not in the file, such as: {first}",
        count,
    )
    return text.format(count=count, first=preview.left_out[0])
