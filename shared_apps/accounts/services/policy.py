"""Writing of the LGO's rules of signing in."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from shared_apps.accounts import policy
from shared_apps.accounts.models import SignInPolicy, User
from shared_apps.audit.services import record_change


@transaction.atomic
def set_second_factor_for_all(*, is_needed: bool, actor: User, at: datetime) -> None:
    """Ask a second factor of every officer, or of administrators only.

    Whoever has none is led to set it up at their next page.
    """
    rules, _is_new = SignInPolicy.objects.select_for_update().get_or_create(only=True)
    before, rules.second_factor_for_all = rules.second_factor_for_all, is_needed
    rules.save()
    record_change(
        "accounts.sign_in_rules",
        actor=actor,
        target=rules,
        before={"second step for all officers": before},
        after={"second step for all officers": is_needed},
        at=at,
    )
    cache.delete(policy.KEY)
    transaction.on_commit(lambda: cache.delete(policy.KEY))
