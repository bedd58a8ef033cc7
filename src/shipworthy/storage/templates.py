"""Templates: answers to start an assessment from."""

from uuid import UUID

from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import templates
from shipworthy.storage.versioned_rows import VersionedRows
from shipworthy.text import _


class Templates(VersionedRows[Template]):
    """The templates, as one transaction sees them."""

    table = templates
    order = (templates.c.name, templates.c.id)
    kind = Template

    def subject(self, value: Template) -> Subject:
        """Return what the log calls a template."""
        return Subject(SubjectKind.TEMPLATE, value.id)

    def get(self, template_id: UUID) -> Template:
        """Return a template; raises UserError when there is none."""
        found = self.find(template_id)
        if found is None:
            raise UserError(_("The template is no longer there."), _("Choose another one."))
        return found

    def all(self) -> tuple[Template, ...]:
        """Return the templates that are not archived, by name."""
        return self.where(templates.c.archived.is_(False))
