"""What the operator's support may do on a visit to an LGO. Whatever is not named here is closed."""

from shared_apps.accounts import rights
from shared_apps.accounts.rights import Action

SESSION_VISIT = "support_visit"

LOOKING = frozenset({Action.VIEW})
HELPING = frozenset({Action.VIEW, Action.ADD, Action.EDIT, Action.ASSIGN, Action.SETTINGS})
"""With the LGO's leave to change things. Never: approve, publish, delete, export."""
_NO_SERVICE = frozenset({"people", "api", "billing"})
"""People and their rights are the LGO's alone: whoever could invite could make an officer of themselves."""
_CLOSED_PARTS = ("registry_", "notification_", "api_", "webhook", "finance", "account_", "mfa_")
_OPEN = ("/desk/", "/files/")
_EXACT = frozenset({"/desk", "/", "/tenant.css"})
_CLOSED = frozenset(
    {
        # names, telephones and addresses of citizens, unmasked
        *("desk_complaint_contact", "desk_names", "desk_complaint_name", "desk_complaint_unname"),
        *("desk_complaint_pin", "desk_intake", "desk_alike", "desk_bulk_begin", "desk_photo_original"),
        # what leaves the house
        *("desk_complaint_paper", "export_list", "export_status", "export_status_part", "report_export"),
        *("survey_export", "operator_visits", "operator_visit", "operator_visit_decide", "operator_log"),
    }
)


def rights_of(*, may_write: bool) -> frozenset[str]:
    """The rights of a visit, as `service.action`."""
    actions = HELPING if may_write else LOOKING
    return frozenset(
        f"{service.code}.{action}"
        for service in rights.services()
        if service.code not in _NO_SERVICE
        for action in service.actions
        if action in actions
    )


def may_open(view_name: str, path: str) -> bool:
    """Whether a page is one that a visit may look at."""
    if view_name in _CLOSED or view_name.startswith(_CLOSED_PARTS):
        return False
    return path in _EXACT or path.startswith(_OPEN)
