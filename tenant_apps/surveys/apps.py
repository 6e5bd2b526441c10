"""The app of surveys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """How satisfied people are, over all services. See `docs/architecture.md`."""

    name = "tenant_apps.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Take a place in the officers' menu."""
        from shared_apps.accounts import rights
        from shared_apps.accounts.rights import Action
        from tenant_apps.site.extensions import MenuItem, register_menu

        actions = (Action.VIEW, Action.EDIT, Action.EXPORT)
        rights.register_service(rights.Service(code="surveys", label=_("Satisfaction"), order=70, actions=actions))
        register_menu(
            MenuItem(
                name="satisfaction",
                label=_("Satisfaction"),
                icon="star",
                url_name="survey_results",
                order=70,
                may_open=lambda user: user.may("surveys", "view"),
            )
        )
