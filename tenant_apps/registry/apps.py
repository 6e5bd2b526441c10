"""The app of registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.registry"
    label = "registry"

    def ready(self) -> None:
        """Declare what can be done with people, and say which rights officers hold."""
        from shared_apps.accounts import rights
        from shared_apps.accounts import services as accounts
        from shared_apps.accounts.rights import Action, Duty
        from shared_apps.exports import registry as exports
        from shared_apps.files import access as files
        from tenant_apps.registry import selectors, services
        from tenant_apps.registry.access import may_read_order
        from tenant_apps.registry.exports import LISTS
        from tenants import after_migration

        rights.register_service(
            rights.Service(
                code="people",
                label=_("People, divisions and roles"),
                order=80,
                actions=(Action.VIEW, Action.ADD, Action.EDIT, Action.DELETE, Action.EXPORT, Action.SETTINGS),
                duties={
                    Duty.HEAD: (Action.VIEW,),
                    Duty.EXECUTIVE: (Action.VIEW,),
                    Duty.AUDITOR: (Action.VIEW, Action.EXPORT),
                },
            )
        )
        after_migration.register(services.seed_everywhere)
        rights.register_holder(selectors.rights_of)
        accounts.register_arrival(services.arrive)
        for one in LISTS:
            exports.register(one)
        files.register(services.ORDER_PURPOSE, may_read_order, label=_("Orders for acting officers"))
