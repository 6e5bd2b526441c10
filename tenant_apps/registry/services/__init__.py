"""Writing of divisions, officers, roles, positions and acting orders."""

from tenant_apps.registry.services.acting import ORDER_PURPOSE, Order, add_acting_order, end_acting_order
from tenant_apps.registry.services.divisions import (
    belongings,
    close_division,
    merge_divisions,
    move_division,
    remaining,
    reopen_division,
    save_division,
)
from tenant_apps.registry.services.importing import Line, Preview, invite_list, preview
from tenant_apps.registry.services.people import (
    Newcomer,
    appoint,
    arrive,
    change_person,
    change_profile,
    invite,
    invite_all,
    record_export,
    take_up,
)
from tenant_apps.registry.services.positions import delete_position, save_position
from tenant_apps.registry.services.roles import copy_role, delete_role, save_role, set_roles
from tenant_apps.registry.services.seeding import SEED_JOB, seed, seed_everywhere, seed_roles

__all__ = [
    "ORDER_PURPOSE",
    "SEED_JOB",
    "Line",
    "Newcomer",
    "Order",
    "Preview",
    "add_acting_order",
    "appoint",
    "arrive",
    "belongings",
    "change_person",
    "change_profile",
    "close_division",
    "copy_role",
    "delete_position",
    "delete_role",
    "end_acting_order",
    "invite",
    "invite_all",
    "invite_list",
    "merge_divisions",
    "move_division",
    "preview",
    "record_export",
    "remaining",
    "reopen_division",
    "save_division",
    "save_position",
    "save_role",
    "seed",
    "seed_everywhere",
    "seed_roles",
    "set_roles",
    "take_up",
]
