"""What a new LGO begins with, and what later releases add to it."""

from datetime import datetime

from django.db import transaction

from kit import clock
from shared_apps.accounts import rights
from shared_apps.accounts.rights import Duty
from shared_apps.audit import services as audit
from shared_apps.jobs.services import fan_out
from tenant_apps.registry.models import Division, Officer, Position, Role
from tenant_apps.registry.seeds import default_duty, divisions_of, positions_of, roles_of
from tenants.scope import public_scope, require_tenant

SEED_JOB = "registry.seed_roles"


@transaction.atomic
def seed(*, at: datetime) -> None:
    """Give a new LGO the divisions, roles and positions of its type. Idempotent; changes nothing twice."""
    _seed_divisions(at)
    seed_roles(at=at)
    _seed_positions(at)


def _seed_divisions(at: datetime) -> None:
    if Division.objects.exists():
        return
    seeds = divisions_of(require_tenant().lgo_type)
    Division.objects.bulk_create(
        [
            Division(code=seed.code, name=seed.name, short_name=seed.short_name, order=place * 10)
            for place, seed in enumerate(seeds, start=1)
        ]
    )
    audit.record("registry.seed", actor=None, data={"divisions": len(seeds)}, at=at)


def _seed_positions(at: datetime) -> None:
    if Position.objects.exists():
        return
    roles = {role.code: role for role in Role.objects.exclude(code="")}
    seeds = positions_of(require_tenant().lgo_type)
    Position.objects.bulk_create(
        [Position(name=one.name, level=one.level, role=roles.get(one.duty or "")) for one in seeds]
    )
    audit.record("registry.positions_seeded", actor=None, data={"positions": len(seeds)}, at=at)


@transaction.atomic
def seed_roles(*, at: datetime) -> None:
    """Make the first roles, or grant those that are left what they may do in services new since. Idempotent."""
    if Role.objects.exists():
        for role in Role.objects.exclude(code="").select_for_update():
            _grant_new_services(role, at)
        return
    lgo_type = require_tenant().lgo_type
    for place, seed in enumerate(roles_of(lgo_type), start=1):
        role = Role(code=seed.duty, name=seed.name, description=seed.description, order=place * 10)
        role.is_default = seed.duty == default_duty(lgo_type)
        _grant_new_services(role, at)
        if role.is_default:
            role.officers.set(Officer.objects.all())


def _grant_new_services(role: Role, at: datetime) -> None:
    new = [service for service in rights.services() if service.code not in role.known_services]
    if not new:
        return
    granted = {right for service in new for right in service.rights_for(Duty(role.code))}
    role.rights = sorted({*role.rights, *granted})
    role.known_services = sorted({*role.known_services, *(service.code for service in new)})
    role.save()
    audit.record("registry.role_seeded", actor=None, target=role, data={"rights": sorted(granted)}, at=at)


def seed_everywhere() -> None:
    """Have every live LGO seeded by a job within five minutes of a release: no officer waits for the night."""
    with public_scope():
        fan_out(SEED_JOB, at=clock.now())
