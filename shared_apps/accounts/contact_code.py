"""One-time codes for an e-mail address or phone number that a citizen adds to their account."""

from shared_apps.accounts.adapters import send_code_or_notice
from shared_apps.accounts.models import User
from shared_apps.accounts.sign_in_code import SignInCode


class ContactCode(SignInCode):
    """A code to an address that is not yet the person's. It is sent to every address, so that it tells of nobody."""

    session_key = "accounts.contact_code"

    def _owner(self) -> User | None:
        return None

    def _send_code(self) -> None:
        send_code_or_notice("accounts/contact_code", self._recipient(), {"code": self.state["code"]})
