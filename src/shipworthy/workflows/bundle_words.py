"""What a bundle holds and would do, in sentences: the same in the window and in the terminal."""

from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.bundles import BundlePreview, Sending


def sending_lines(sending: Sending) -> list[str]:
    """Return what goes into a bundle, and what does not."""
    lines = [
        ngettext("{count} answer goes along.", "{count} answers go along.", sending.answers).format(
            count=sending.answers
        )
    ]
    if sending.files:
        lines.append(
            ngettext("{count} evidence file goes along.", "{count} evidence files go along.", sending.files).format(
                count=sending.files
            )
        )
    if sending.kept_back:
        lines.append(
            ngettext(
                "{count} internal note stays here.", "{count} internal notes stay here.", sending.kept_back
            ).format(count=sending.kept_back)
        )
    elif sending.internal_notes:
        text = ngettext("{count} internal note goes along.", "{count} internal notes go along.", sending.internal_notes)
        lines.append(text.format(count=sending.internal_notes))
    if sending.lost_files:
        text = ngettext(
            "{count} evidence file is lost or damaged here and stays out.",
            "{count} evidence files are lost or damaged here and stay out.",
            sending.lost_files,
        )
        lines.append(text.format(count=sending.lost_files))
    return lines


def arrival_lines(preview: BundlePreview, wording: Wording) -> list[str]:
    """Return who made a bundle when, of what, and what it would do here."""
    bundle = preview.bundle
    made = _("From {name}, {date} at {time}: “{title}” of {service}.").format(
        name=preview.sender,
        date=wording.date(bundle.made_at.date()),
        time=wording.time(bundle.made_at),
        title=bundle.assessment.title,
        service=bundle.service.name,
    )
    return [made, *_effects(preview), *_about_files(preview)]


def _effects(preview: BundlePreview) -> list[str]:
    if not preview.is_here:
        lines = [_("The review is not here yet and will be taken over.")]
        if preview.service is None:
            lines.append(_("Its service is added with it."))
        elif preview.keeps_own_facts:
            lines.append(
                _("{service} is here already: its tier and its facts stay as they are here.").format(
                    service=preview.service.name
                )
            )
        text = ngettext("{count} answer comes with it.", "{count} answers come with it.", preview.new)
        return [*lines, text.format(count=preview.new)]
    if preview.says_nothing_new:
        return [_("It says nothing that is not here already.")]
    counts = (
        (preview.new, ngettext("{count} answer is new.", "{count} answers are new.", preview.new)),
        (preview.changed, ngettext("{count} answer changes.", "{count} answers change.", preview.changed)),
        (
            len(preview.conflicts),
            ngettext(
                "{count} conflict: you both changed the same.",
                "{count} conflicts: you both changed the same.",
                len(preview.conflicts),
            ),
        ),
    )
    return [text.format(count=count) for count, text in counts if count]


def _about_files(preview: BundlePreview) -> list[str]:
    counts = (
        (
            preview.new_files,
            ngettext("{count} evidence file is new.", "{count} evidence files are new.", preview.new_files),
        ),
        (
            preview.missing_files,
            ngettext(
                "{count} evidence file is missing: the sender did not have it.",
                "{count} evidence files are missing: the sender did not have them.",
                preview.missing_files,
            ),
        ),
        (
            len(preview.bundle.sent.withheld),
            ngettext(
                "{count} internal note was kept back.",
                "{count} internal notes were kept back.",
                len(preview.bundle.sent.withheld),
            ),
        ),
    )
    return [text.format(count=count) for count, text in counts if count]
