"""Importing bank statements: all of a file or nothing, and every movement once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from billing.models import BankAccount, Statement, StatementLine
from billing.models.bank import STATEMENT_PURPOSE
from billing.statements import Columns, ParsedLine, ParsedStatement, fingerprints, parse, read_sheet
from billing.statements.camt import looks_like_camt
from billing.statements.columns import header_of, key_of, names_of
from kit.errors import Conflict, Invalid
from shared_apps.audit.services import record, record_change
from shared_apps.files.services import keep
from shared_apps.jobs.services import enqueue

KNOWN_FILE = _("This file was imported before. Nothing was added.")
OTHER_ACCOUNT = _("This file is of the account %(number)s. Choose that account, or another file.")
SAME_ACCOUNT = _("This account is entered already.")
_TYPES = {"csv": "text/csv", "xml": "application/xml"}


@dataclass(frozen=True)
class Imported:
    """What an import did: `known` movements had come with another file."""

    statement: Statement
    known: int


@transaction.atomic
def save_account(*, account: BankAccount | None, values: Mapping[str, Any], actor: Any, at: datetime) -> BankAccount:
    """Enter one of our accounts, or change it: `bank`, `number` (digits), `name`, `is_active`.

    Raises:
        Conflict: it is entered already.
    """
    saved = account or BankAccount()
    before = {name: getattr(saved, name) for name in values}
    for name, value in values.items():
        setattr(saved, name, value)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise Conflict(SAME_ACCOUNT, code="same_account", field="number") from error
    record_change("billing.bank_account_saved", actor=actor, target=saved, before=before, after=dict(values), at=at)
    return saved


def remembered_columns(account: BankAccount, content: bytes) -> Columns | None:
    """What the columns of such a file were said to be before; None when nobody was asked.

    Raises:
        Unreadable: it is no text.
    """
    if looks_like_camt(content):
        return None
    sheet = read_sheet(content)
    for layout, places in account.columns.items():
        header = next((line for line, cells in sheet.rows if key_of(cells) == layout), None)
        if header is not None:
            return Columns(header=header, **places)
    return None


@transaction.atomic
def remember_columns(*, account: BankAccount, content: bytes, columns: Columns, actor: Any, at: datetime) -> None:
    """Keep what a person said of the columns, for the next files of this layout."""
    sheet = read_sheet(content)
    layout = key_of(names_of(sheet, header_of(sheet, columns)))
    locked = BankAccount.objects.select_for_update().get(pk=account.pk)
    BankAccount.objects.filter(pk=locked.pk).update(columns={**locked.columns, layout: columns.as_mapping})
    record("billing.bank_columns_told", actor=actor, target=locked, data={"columns": columns.as_mapping}, at=at)


def import_statement(
    *,
    account: BankAccount,
    name: str,
    content: bytes,
    today: date,
    actor: Any,
    at: datetime,
    columns: Columns | None = None,
) -> Imported:
    """Take the movements of a file that are not known yet, and let a job match them.

    Raises:
        Unreadable: a line is wrong; nothing was imported, and every wrong line is named.
        Conflict: this very file was imported before.
        Invalid: it is of another account.
    """
    parsed = parse(content, today=today, columns=columns or remembered_columns(account, content))
    _check_account(account, parsed)
    return _import(account, name, content, parsed, actor=actor, at=at)


@transaction.atomic
def _import(
    account: BankAccount, name: str, content: bytes, parsed: ParsedStatement, *, actor: Any, at: datetime
) -> Imported:
    digest = hashlib.sha256(content).hexdigest()
    # Two imports into one account come one after the other, so that neither misses what the other adds.
    locked = BankAccount.objects.select_for_update().get(pk=account.pk)
    if Statement.objects.filter(account=locked, sha256=digest).exists():
        raise Conflict(KNOWN_FILE, code="known_file", field="file")
    marks = fingerprints(str(locked.pk), parsed.lines)
    known = set(
        StatementLine.objects.filter(account=locked, fingerprint__in=marks).values_list("fingerprint", flat=True)
    )
    fresh = [(mark, line) for mark, line in zip(marks, parsed.lines, strict=True) if mark not in known]
    extension = "xml" if looks_like_camt(content) else "csv"
    file = keep(
        BytesIO(content),
        name=name.rpartition(".")[0] or name,
        extension=extension,
        content_type=_TYPES[extension],
        actor=actor,
        purpose=STATEMENT_PURPOSE,
        at=at,
    )
    days = [line.booked_on for line in parsed.lines]
    statement = Statement.objects.create(
        account=locked,
        name=file.original_name,
        sha256=digest,
        form=parsed.form,
        file=file.pk,
        first_day=min(days),
        last_day=max(days),
        opening=parsed.opening,
        closing=parsed.closing,
        line_count=len(parsed.lines),
        new_count=len(fresh),
        warnings=[{"line": one.line, "message": one.message} for one in parsed.warnings],
        imported_at=at,
        imported_by=actor,
    )
    StatementLine.objects.bulk_create(_rows(statement, fresh), batch_size=1000)
    data: dict[str, object] = {"file": statement.name, "new": len(fresh), "known": len(known)}
    record("billing.statement_imported", actor=actor, target=statement, data=data, at=at)
    enqueue("billing.match_statement", key=f"match:{statement.pk}", statement_id=statement.pk)
    return Imported(statement, len(known))


def _rows(statement: Statement, lines: Sequence[tuple[str, ParsedLine]]) -> list[StatementLine]:
    return [
        StatementLine(
            statement=statement,
            account=statement.account,
            fingerprint=mark,
            position=line.line,
            booked_on=line.booked_on,
            amount=line.amount,
            balance=line.balance,
            description=line.description,
            reference=line.reference,
            payer=line.payer,
            entry_reference=line.entry_reference,
        )
        for mark, line in lines
    ]


def _check_account(account: BankAccount, parsed: ParsedStatement) -> None:
    """A camt file names its account: the digits at the end have to be ours."""
    digits = "".join(filter(str.isdigit, parsed.account_number))
    if digits and not digits.endswith(account.number.lstrip("0")):
        raise Invalid(OTHER_ACCOUNT, code="other_account", field="account", params={"number": parsed.account_number})
