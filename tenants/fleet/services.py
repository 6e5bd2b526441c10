"""What `manage migrate_all` does."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from tenants import fingerprint, migration
from tenants.database import Owner
from tenants.fleet import catalog, journal, rehearsal, schemas
from tenants.fleet.journal import Route
from tenants.fleet.runner import Fleet, Report, Say
from tenants.models import MigrationJournal, TemplateRelease
from tenants.names import role_of
from tenants.scope import public_scope
from tenants.template import await_renders, current_release, render_release


class FleetError(Exception):
    """The fleet could not be migrated; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to go about it: connections, and the tenant (host name or subdomain) to begin with."""

    jobs: int = 4
    canary: str = ""


@dataclass
class Comparison:
    """How many schemas were compared, and what differs in which."""

    compared: int = 0
    differences: dict[str, list[str]] = field(default_factory=dict)


def migrate_all(options: Options, say: Say) -> Report:
    """Bring `public`, the template and every schema up to date, and resume what a killed run left.

    Raises:
        FleetError: the canary failed or is unknown; no other schema was touched.
    """
    with schemas.only_one(say) as owner:
        _migrate_public(owner, say)
        _migrate_template(owner, say)
        target = fingerprint.of_schema(owner, settings.TEMPLATE_SCHEMA)
        found = schemas.fleet_fingerprints(owner)
        report = Report()
        if _is_settled(found, target):
            say(f"{len(found)} schemas up to date, 0 to migrate")
        else:
            report = _migrate_fleet(owner, found, target, options, say)
            found = schemas.fleet_fingerprints(owner)
        _finish(owner, found, target)
        return report


def _is_settled(found: dict[str, str], target: str) -> bool:
    with public_scope():
        return {*found.values()} <= {target} and current_release().fingerprint == target


def _migrate_fleet(owner: Owner, found: dict[str, str], target: str, options: Options, say: Say) -> Report:
    """The canary, the release for new schemas, then every schema that is there by then."""
    first = _canary(found, target, options, say)
    with public_scope():
        render_release()
    await_renders(owner)
    found = schemas.fleet_fingerprints(owner)
    behind = [schema for schema, digest in found.items() if digest != target]
    say(f"{len(found) - len(behind)} schemas up to date, {len(behind)} to migrate")
    rest = _fleet(target, options, say).bring(schemas.places(behind))
    return Report(migrated=[*first.migrated, *rest.migrated], failed=rest.failed)


def _finish(owner: Owner, found: dict[str, str], target: str) -> None:
    """Let sign-ups have the spares that are up to date, and close the journal when nothing is left behind."""
    current = [schema for schema, digest in found.items() if digest == target]
    schemas.mark_spares(owner, current, target)
    if len(current) == len(found):
        journal.finish(at=timezone.now())


def _migrate_public(owner: Owner, say: Say) -> None:
    if is_pending(owner, settings.PUBLIC_SCHEMA_NAME):
        say("migrating public")
        migration.migrate_public()
    else:
        migration.ensure_public_grants(owner)


def _migrate_template(owner: Owner, say: Say) -> None:
    """Rehearse what is pending, write it down, then move the template; the first time, let Django build it."""
    if not _has_release(owner):
        say("building the template")
        migration.migrate_template()
    elif is_pending(owner, settings.TEMPLATE_SCHEMA):
        say("rehearsing the pending migrations")
        steps = rehearse(owner)
        journal.keep(steps)
        say(f"{sum(len(step.migrations) for step in steps)} migrations in {len(steps)} steps")
        template = schemas.Place(schema=settings.TEMPLATE_SCHEMA, label="template")
        report = Fleet(Route(steps, steps[-1].to_fingerprint), jobs=1, say=say).bring([template])
        if report.failed:
            raise FleetError(f"the template could not be migrated: {report.failed['template']}")


def _has_release(owner: Owner) -> bool:
    with public_scope():
        return schemas.exists(owner, settings.TEMPLATE_SCHEMA) and TemplateRelease.objects.exists()


def rehearse(owner: Owner) -> list[MigrationJournal]:
    """The steps that the pending migrations come to; nothing but scratch schemas is touched."""
    with schemas.scratch_schemas(owner) as scratch:
        return rehearsal.rehearse(owner, scratch)


def plan(say: Say) -> list[MigrationJournal]:
    """What `migrate_all` would do in the template and then everywhere."""
    with schemas.only_one(say) as owner:
        if not _has_release(owner):
            say("nothing was ever migrated: Django will build the template")
            return []
        return rehearse(owner) if is_pending(owner, settings.TEMPLATE_SCHEMA) else []


def is_pending(owner: Owner, schema: str) -> bool:
    """Whether the code has migrations that a schema lacks."""
    if not schemas.exists(owner, schema):
        return True
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return bool(set(known) - set(fingerprint.applied_migrations(owner, schema)))


def _fleet(target: str, options: Options, say: Say) -> Fleet:
    return Fleet(Route(journal.all_steps(), target), jobs=options.jobs, say=say)


def _canary(found: dict[str, str], target: str, options: Options, say: Say) -> Report:
    """Migrate one schema before all others: the named one, else a spare, which nobody uses, or the oldest tenant.

    Raises:
        FleetError: it failed, or the named tenant does not exist.
    """
    behind = [schema for schema, digest in found.items() if digest != target]
    chosen = schemas.schema_of_host(options.canary) if options.canary else None
    if options.canary and chosen not in found:
        raise FleetError(f"no tenant at {options.canary}")
    candidates = [chosen] if chosen in behind else behind
    if not candidates:
        return Report()
    canary = schemas.places([schema for schema in candidates if schema])[0]
    say(f"canary: {canary.label}")
    report = _fleet(target, options, say).bring([canary])
    if report.failed:
        raise FleetError(
            f"the canary failed, so nothing else was touched: {canary.label}: {report.failed[canary.label]}"
        )
    return report


def check(say: Say) -> Comparison:
    """Compare the template and every schema with one that Django migrates from nothing."""
    with schemas.only_one(say) as owner, schemas.scratch_schemas(owner) as scratch:
        say("migrating a schema from nothing")
        fresh = scratch.empty()
        migration.migrate_schema(owner, fresh)
        wanted = catalog.lines(owner, fresh)
        digest = catalog.digests(owner, [fresh])[fresh]
        names = [*schemas.fleet_fingerprints(owner)]
        say(f"comparing the template and {len(names)} schemas with it")
        result = Comparison(compared=len(names) + 1)
        template = schemas.Place(schema=settings.TEMPLATE_SCHEMA, label="template")
        found = catalog.digests(owner, [template.schema, *names])
        rights = catalog.rights(owner, names)
        for place in [template, *schemas.places(names)]:
            differing = _rights(place, rights)
            if found.get(place.schema) != digest:
                differing += catalog.differences(owner, place.schema, from_=wanted)
            if differing:
                result.differences[place.label] = differing
        return result


def _rights(place: schemas.Place, rights: dict[str, str]) -> list[str]:
    """Whether the role of a schema, and no other, may use it."""
    expected = f"{role_of(place.schema)}:USAGE"
    present = rights.get(place.schema, "")
    if place.schema == settings.TEMPLATE_SCHEMA or present == expected:
        return []
    return [f"may be used by {present or 'nobody'} instead of {expected}"]
