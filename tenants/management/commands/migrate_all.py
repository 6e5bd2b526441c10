"""`manage migrate_all`: bring `public`, the template and every tenant up to date, and resume what a killed run left."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants import after_migration
from tenants.fleet import services
from tenants.fleet.services import FleetError, Options

_SHOWN = 20


class Command(BaseCommand):
    """Safe to run again at any time, and under running traffic."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument("--jobs", type=int, default=4, help="how many schemas at a time (4)")
        parser.add_argument("--canary", default="", help="subdomain or host name of the tenant to migrate first")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--plan", action="store_true", help="print the SQL of what is pending, change nothing")
        mode.add_argument(
            "--check", action="store_true", help="compare every schema with one migrated from nothing, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, plan or check."""
        self._is_quiet = options["verbosity"] == 0
        if options["jobs"] < 1:
            raise CommandError("--jobs must be at least 1")
        if options["plan"]:
            self._plan()
        elif options["check"]:
            self._check()
        else:
            self._migrate(Options(jobs=options["jobs"], canary=options["canary"]))

    def _say(self, text: str) -> None:
        if not self._is_quiet:
            self.stdout.write(text)
            self.stdout.flush()

    def _migrate(self, options: Options) -> None:
        started = time.monotonic()
        try:
            report = services.migrate_all(options, self._say)
        except FleetError as error:
            raise CommandError(str(error)) from error
        self._say(f"{len(report.migrated)} migrated, {len(report.failed)} failed, {time.monotonic() - started:.1f} s")
        if report.failed:
            lines = [f"  {label}: {reason}" for label, reason in sorted(report.failed.items())]
            raise CommandError("\n".join(["these schemas were not migrated; run it again:", *lines]))
        after_migration.tell()

    def _plan(self) -> None:
        for step in services.plan(self._say):
            by = f" -- by Django: {step.python}" if step.python else ""
            self._say(f"-- {step}{by}\n{step.sql}\n")

    def _check(self) -> None:
        result = services.check(self._say)
        for label, differences in result.differences.items():
            self._say(label)
            for line in differences[:_SHOWN]:
                self._say(f"  {line}")
            if len(differences) > _SHOWN:
                self._say(f"  and {len(differences) - _SHOWN} more")
        if result.differences:
            raise CommandError(f"{len(result.differences)} of {result.compared} schemas differ")
        self._say(f"{result.compared} schemas are structurally equal to a freshly migrated one")
