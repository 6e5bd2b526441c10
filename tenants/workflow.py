"""The life of a tenant as one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TenantState(TextChoices):
    """Where an LGO stands."""

    REQUESTED = "requested", _("Requested")
    PROVISIONING = "provisioning", _("Being set up")
    TRIAL = "trial", _("Trial")
    ACTIVE = "active", _("Active")
    READ_ONLY = "read_only", _("Read only")
    SUSPENDED = "suspended", _("Suspended")
    DECLINED = "declined", _("Declined")
    TERMINATED = "terminated", _("Terminated")

    @classmethod
    def live(cls) -> "frozenset[TenantState]":
        """The states in which its site answers."""
        return frozenset({cls.TRIAL, cls.ACTIVE, cls.READ_ONLY})

    @classmethod
    def served(cls) -> "frozenset[TenantState]":
        """The states in which people can still sign in: also on a site that is closed but for payment and export."""
        return cls.live() | {cls.SUSPENDED}
