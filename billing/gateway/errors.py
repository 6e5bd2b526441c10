"""How asking the provider fails."""

from django.utils.translation import gettext_lazy as _

from kit.errors import DomainError, ErrorKind


class ProviderDown(DomainError):
    """The provider does not answer, or not now. Asking the same again later is right."""

    kind = ErrorKind.CONFLICT

    def __init__(self, why: str) -> None:
        super().__init__(
            _("The payment provider does not answer at the moment. Try again in a few minutes, or pay by transfer."),
            code="provider_down",
        )
        self.why = why


class ProviderRefused(DomainError):
    """The provider will never do this. `why` is its own word for the reason, for the log."""

    kind = ErrorKind.REFUSED

    def __init__(self, why: str) -> None:
        super().__init__(_("The payment provider refused this."), code="provider_refused")
        self.why = why


class Forged(DomainError):
    """A message that the provider did not sign, or not now."""

    kind = ErrorKind.REFUSED

    def __init__(self, why: str) -> None:
        super().__init__(_("This message was not signed by the payment provider."), code="forged")
        self.why = why
