"""What tokens may be allowed to do with complaints."""

from django.utils.translation import gettext_lazy as _

from shared_apps.api.scopes import Scope

READ, WRITE = "cases.read", "cases.write"
VIEW, INTAKE, EDIT, ASSIGN = "complaints.view", "complaints.add", "complaints.edit", "complaints.assign"

SCOPES = (
    Scope(code=READ, label=_("See my cases"), order=10),
    Scope(code=WRITE, label=_("File cases and answer the office"), order=11),
    Scope(code=VIEW, label=_("See cases"), right=("complaints", "view"), order=20),
    Scope(code=INTAKE, label=_("File cases for citizens"), right=("complaints", "add"), order=21),
    Scope(code=EDIT, label=_("Work on cases"), right=("complaints", "edit"), order=22),
    Scope(code=ASSIGN, label=_("Assign and forward cases"), right=("complaints", "assign"), order=23),
)
