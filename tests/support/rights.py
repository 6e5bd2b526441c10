"""Officers with exactly the rights that a test names, held by a role of theirs as in life."""

from typing import Any

from tenant_apps.registry.models import Officer, Role


def hold_only(user: Any, *rights: str) -> None:
    """Let an officer of the LGO in scope hold these rights, such as `complaints.view`, and no others."""
    role, _is_new = Role.objects.update_or_create(
        name="เฉพาะการทดสอบ", defaults={"rights": sorted(rights), "order": 999}
    )
    Officer.objects.get(user=user).roles.set([role])
