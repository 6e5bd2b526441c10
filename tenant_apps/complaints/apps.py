"""The app of complaints."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Say who may see photos, and take a place in the pages of the site."""
        from shared_apps.accounts import assurance, own_data
        from shared_apps.api import scopes
        from shared_apps.files import access as files
        from tenant_apps.complaints import portal
        from tenant_apps.complaints.access import may_read_photo
        from tenant_apps.complaints.models import PHOTO_PURPOSE
        from tenant_apps.complaints.own_data import BEGUN, CASES, ENTRIES, FOLLOWED
        from tenant_apps.complaints.scopes import SCOPES
        from tenant_apps.complaints.services.samples import COMPLAINTS
        from tenant_apps.site import extensions

        self._declare_rights()
        scopes.register(*SCOPES)
        own_data.register(CASES, ENTRIES, BEGUN, FOLLOWED)
        files.register(PHOTO_PURPOSE, may_read_photo, label=_("Photos of complaints and requests"))
        extensions.register_cases(portal.latest_cases)
        extensions.register_unfinished(portal.begun_by)
        extensions.register_service(portal.SERVICE)
        extensions.register_calendar_listener(portal.CALENDAR)
        extensions.register_change_labels(portal.CHANGE_LABELS, portal.CHANGE_WORDS)
        extensions.register_samples(COMPLAINTS)
        assurance.register(assurance.Service(code="complaints.file", label=_("File a complaint")))
        for page in portal.SETTINGS:
            extensions.register_settings(page)
        self._take_up_work()
        self._tell()
        self._let_cases_move()

    def _take_up_work(self) -> None:
        """Put complaints into the officers' inbox and among the lists to take away."""
        from shared_apps.casework import work
        from shared_apps.exports import registry as exports
        from tenant_apps.complaints.exports import COMPLAINTS
        from tenant_apps.complaints.lists import LISTS
        from tenant_apps.complaints.work import ComplaintWork

        work.register(ComplaintWork())
        for one in (COMPLAINTS, *LISTS):
            exports.register(one)

    def _let_cases_move(self) -> None:
        """Cases and categories go along when divisions are merged."""
        from tenant_apps.complaints.services.divisions import HOLDINGS
        from tenant_apps.registry.extensions import register_merge

        for holding in HOLDINGS:
            register_merge(holding)

    def _declare_rights(self) -> None:
        """Say what can be done with complaints."""
        from shared_apps.accounts import rights
        from shared_apps.accounts.rights import Action

        rights.register_service(
            rights.Service(
                code="complaints",
                label=_("Complaints and requests"),
                order=10,
                actions=(
                    Action.VIEW,
                    Action.ADD,
                    Action.EDIT,
                    Action.ASSIGN,
                    Action.PUBLISH,
                    Action.EXPORT,
                    Action.SETTINGS,
                ),
            )
        )

    def _tell(self) -> None:
        """Say what people and other systems are told of."""
        from shared_apps.notifications import events
        from tenant_apps.complaints.events import EVENTS, GROUP
        from tenant_apps.complaints.services.publishing import EVENTS as EVENTS_PUBLISHED
        from tenant_apps.integrations import events as webhooks

        events.register_group(GROUP)
        events.register(*EVENTS)
        webhooks.register(*EVENTS_PUBLISHED)
