"""How people are recognised."""

from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """allauth's backend: e-mail or phone, password or code."""
