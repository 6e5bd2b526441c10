"""`manage create_staff EMAIL NAME`: a member of the operator's staff."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from kit.errors import DomainError
from provisioning.models import Duty
from provisioning.services.staff import begin_duties
from shared_apps.accounts import services
from shared_apps.accounts.models import User
from tenants.scope import public_scope


class Command(BaseCommand):
    """Asks for the password, or takes it from STAFF_PASSWORD. The second factor is set up at the first sign-in.

    The first of all administers the platform. Duties are given by two administrators on the page of the staff; the
    second one is made here, with `--duty administrator`.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """E-mail, name and duties."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument(
            "--duty", action="append", default=[], choices=Duty.values, help="may be given several times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account."""
        email, name = options["email"].strip().lower(), options["name"].strip()
        password = os.environ.get("STAFF_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_email(email)
            validate_password(password, User(email=email, display_name=name))
            with public_scope(), transaction.atomic():
                at = timezone.now()
                made = services.create_staff(email=email, display_name=name, password=password, actor=None, at=at)
                begin_duties(user=made, duties=options["duty"], at=at)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{email} can sign in to the console")
