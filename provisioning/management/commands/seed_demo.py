"""`manage seed_demo`: two invented LGOs with people and cases, and some more for the console. Idempotent."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from provisioning.demo import money, world
from tenants.models import base_url
from tenants.scope import public_scope


class Command(BaseCommand):
    """Needs a running worker, which sets the LGOs up as it does for everybody."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the demo and print addresses and log-ins."""
        if settings.IS_PRODUCTION:
            raise CommandError("the demo is not for production")
        now = timezone.now()
        with public_scope():
            world.ensure_staff(at=now)
            tenants = {world.ensure_lgo(lgo, at=now): lgo for lgo in (*world.LGOS, *world.NEIGHBOURS)}
            money.tell({tenant: lgo.story for tenant, lgo in tenants.items()}, at=now)
        for tenant, lgo in tenants.items():
            if lgo in world.LGOS:
                world.fill(tenant, lgo, at=now)
        money.count_use(list(tenants), at=now)
        self.stdout.write(introduction())


def introduction() -> str:
    """Where to go and how to sign in."""
    public = base_url(settings.BASE_DOMAIN)
    lines = [
        f"Public site, sign-up   {public}/",
        f"Console of DGA         {public}/console/   {world.STAFF_EMAIL}, {world.SECOND_STAFF_EMAIL} (administrators),"
        f" {world.APPROVER_EMAIL}",
    ]
    for lgo in world.LGOS:
        home = base_url(lgo.host)
        lines += [
            "",
            f"{lgo.identity.name}",
            f"  Portal               {home}/",
            f"  Officers' desk       {home}/desk/   {lgo.email('officer')}, {lgo.email('clerk')},"
            f" administrators {lgo.email('admin')}, {lgo.email('admin2')}",
            f"  Citizen              {home}/accounts/login/   {lgo.email('citizen')} or any mobile number",
            f"  Messages, codes      {home}/dev/outbox (also in the banner of every page)",
        ]
    if any(values["simulated"] for values in settings.DIGITAL_ID_PROVIDERS.values()):
        lines += [
            "",
            "Digital ID             simulated ThaID on citizens' sign-in pages, with invented people",
        ]
    if settings.STRIPE_API_URL:
        lines += [
            "",
            f"Card and PromptPay     simulated Stripe, no money moves; its desk of banks: {settings.STRIPE_API_URL}/",
        ]
    lines += [
        "",
        f"Password of all of them      {world.PASSWORD}",
        f"Second factor (TOTP secret)  {world.SECRET}   its code now: ./dev manage demo_code",
    ]
    return "\n".join(lines)
