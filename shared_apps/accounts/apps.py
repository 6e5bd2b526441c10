"""The app of people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Citizens and officers of an LGO in its schema; the operator's staff in `public`."""

    name = "shared_apps.accounts"
    label = "accounts"
