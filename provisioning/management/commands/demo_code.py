"""`manage demo_code`: the six digits of the demo's second factor at this moment."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from provisioning.demo.world import SECRET


class Command(BaseCommand):
    """For those who try the demo without an authenticator app."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code."""
        if settings.IS_PRODUCTION:
            raise CommandError("the demo is not for production")
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(SECRET, counter)))
