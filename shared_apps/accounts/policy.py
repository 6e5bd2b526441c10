"""The LGO's rules of signing in, cached, since every page of every officer asks for them."""

from typing import Any

from django.apps import apps
from django.core.cache import cache

KEY = "accounts.second_factor_for_all"
_SECONDS = 300


def second_factor_for_all() -> bool:
    """Whether every officer of this LGO needs a second factor."""
    found: bool | None = cache.get(KEY)
    if found is None:
        policies: Any = apps.get_model("accounts", "SignInPolicy")
        found = bool(policies.objects.filter(second_factor_for_all=True).exists())
        cache.set(KEY, found, _SECONDS)
    return found
