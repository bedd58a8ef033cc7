"""What a review that is about to be started would begin with, in figures and in words."""

from dataclasses import dataclass

from shipworthy.domain.carrying import PackChange
from shipworthy.domain.pack import bare_id
from shipworthy.text import _, ngettext


@dataclass(frozen=True, slots=True)
class StartPreview:
    """What a plan would bring over, told in questions that apply.

    `expired` rest on evidence of which some has expired; `unfit` were answered with a choice that is no longer on
    offer; `conflicts` are answered otherwise by a template, and stay as they were last time.
    """

    carried: int
    from_templates: int
    expired: int
    open: int
    unfit: tuple[str, ...]
    conflicts: tuple[str, ...]
    changes: tuple[PackChange, ...]


def preview_lines(preview: StartPreview) -> list[str]:
    """Return what a review begins with, one line each; what there is none of is left out."""
    rows = (
        (preview.carried, ngettext("{count} answer carried", "{count} answers carried", preview.carried)),
        (
            preview.from_templates,
            ngettext("{count} answer from templates", "{count} answers from templates", preview.from_templates),
        ),
        (preview.expired, ngettext("{count} with expired evidence", "{count} with expired evidence", preview.expired)),
        (
            len(preview.unfit),
            ngettext(
                "{count} not carried: its choice is no longer on offer",
                "{count} not carried: their choices are no longer on offer",
                len(preview.unfit),
            ),
        ),
        (preview.open, ngettext("{count} question open", "{count} questions open", preview.open)),
    )
    differs = _("{question}: a template says otherwise; last time's answer stays")
    return [
        *(text.format(count=count) for count, text in rows if count),
        *(differs.format(question=bare_id(question)) for question in preview.conflicts),
        *(line for change in preview.changes for line in change_lines(change)),
    ]


def change_lines(change: PackChange) -> list[str]:
    """Return what another version of a pack brings, the versions first."""
    lines = [f"{change.pack_id} {change.before} → {change.now}"]
    for name, questions in (
        (_("new"), change.new),
        (_("changed"), change.changed),
        (_("counts otherwise"), change.rescored),
        (_("removed"), change.removed),
        (_("facts"), change.facts),
    ):
        if questions:
            lines.append(f"  {name}: {', '.join(bare_id(each) or each for each in questions)}")
    return lines
