"""Keys of what opens over a page or inside one, for the sheet of keys; each stands here beside its title alone."""

from collections.abc import Sequence

from shipworthy.gui.bundles.bundle_dialog import conflict_bindings
from shipworthy.gui.pages.portfolio.column_menu import column_bindings
from shipworthy.gui.pages.portfolio.day_panel import day_bindings
from shipworthy.gui.pages.portfolio.services_bulk_bar import bulk_bindings
from shipworthy.gui.pages.remediation.item_drawer import drawer_bindings
from shipworthy.gui.pages.reports.batch_dialog import batch_bindings
from shipworthy.gui.pages.review.evidence_bar import evidence_bindings
from shipworthy.gui.pages.review.in_place_form import form_bindings
from shipworthy.gui.pages.review.plan_pane import plan_bindings
from shipworthy.gui.pages.review.template_dialog import template_bindings
from shipworthy.gui.pages.service.merge_with_dialog import merge_bindings
from shipworthy.gui.pages.service_editor import editor_bindings
from shipworthy.gui.pages.start_dialog import start_bindings
from shipworthy.gui.palette.palette import palette_bindings
from shipworthy.gui.widgets.filter_chip import chip_bindings
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.value_picker import picker_bindings
from shipworthy.text import _


def dialog_sections() -> Sequence[tuple[str, Sequence[Binding]]]:
    """Return title and keys of the palette, and of each bar, menu, dialog and form that has keys of its own."""
    return (
        (_("Search or command"), palette_bindings()),
        (_("Filters"), (*chip_bindings(), *picker_bindings())),
        (_("Day of the portfolio"), day_bindings()),
        (_("Selected services"), bulk_bindings()),
        (_("Columns"), column_bindings()),
        (_("Merge services"), merge_bindings()),
        (_("Service editor"), editor_bindings()),
        (_("Start review"), start_bindings()),
        (_("Remediation item"), drawer_bindings()),
        (_("Forms of a review"), (*form_bindings(), *evidence_bindings())),
        (_("Plan remediation"), plan_bindings()),
        (_("Save as template"), template_bindings()),
        (_("Reports on several services"), batch_bindings()),
        (_("Conflicts of a bundle"), conflict_bindings()),
    )
