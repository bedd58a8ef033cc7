"""A file of remediation items as the import dialog shows it."""

from shipworthy.domain.incoming import ItemEffect
from shipworthy.gui.models.incoming_model import Incoming, IncomingRow
from shipworthy.text import _, ngettext
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.item_files import IncomingItem, ItemsPreview, differences


def incoming_items(preview: ItemsPreview, wording: Wording) -> Incoming:
    """Return what a file would change; its rows go by the ids of the items."""
    counts = wording.item_effects({effect: preview.count(effect) for effect in ItemEffect})
    return Incoming(
        title=_("Import {file}").format(file=preview.path.name),
        summary=_("The file says: {counts}").format(counts=counts),
        note=_note(preview),
        what=_("Item"),
        table_name=_("Items from the file"),
        detail_name=_("The selected item"),
        button=lambda count: ngettext("Import {count} item", "Import {count} items", count).format(count=count),
        rows=tuple(_row(line, wording) for line in preview.lines),
    )


def _row(line: IncomingItem, wording: Wording) -> IncomingRow:
    parts = differences(line)
    file = [f"{title}: {after or DASH}" for title, _before, after in parts]
    return IncomingRow(
        key=line.before.id,
        text=f"{line.service}: {line.before.title}",
        effect=wording.item_effect(line.effect),
        now="\n".join(f"{title}: {before or DASH}" for title, before, _after in parts),
        file="\n".join([*file, *([line.refusal] if line.refusal else [])]),
        changes=line.effect is not ItemEffect.UNCHANGED,
        can_be_taken=line.effect is ItemEffect.CHANGED,
    )


def _note(preview: ItemsPreview) -> str:
    refused, retitled = preview.count(ItemEffect.REFUSED), len(preview.retitled)
    notes = []
    if refused:
        text = ngettext(
            "{count} item changed here after the file was made and is refused: export again to change it.",
            "{count} items changed here after the file was made and are refused: export again to change them.",
            refused,
        )
        notes.append(text.format(count=refused))
    if retitled:
        text = ngettext(
            "{count} title differs in the file and stays as it is: {first}",
            "{count} titles differ in the file and stay as they are, such as: {first}",
            retitled,
        )
        notes.append(text.format(count=retitled, first=preview.retitled[0]))
    return " ".join(notes)
