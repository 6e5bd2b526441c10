"""Jobs of billing."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.selectors import issued_document, step_by_id
from billing.selectors.bank import statements
from billing.selectors.provider import checkout_by_id, message_by_id, refund_by_id
from billing.services import certificates, checkouts, matching, messages, nightly, polling, refunds, standings, telling
from billing.services.documents import pdf_of
from billing.services.recognition import recognise_last_month
from kit import clock
from shared_apps.jobs.registry import job


@job("billing.close_checkout", label=_("Close a page to pay on"), scope="public", time_limit=120)
def close_checkout(*, checkout: str) -> None:
    """Close a page that asks for what is owed no longer, unless it asks for the right amount again."""
    checkouts.close_outdated(checkout=checkout_by_id(checkout), at=timezone.now())


@job("billing.make_document", label=_("Make the file of a document"), scope="public")
def make_document(*, number: str) -> None:
    """Make the original of an issued document, unless someone has asked for it before."""
    pdf_of(issued_document(number))


@job("billing.match_statement", label=_("Match the movements of a bank statement"), scope="public", time_limit=1800)
def match_statement(*, statement_id: int) -> None:
    """Record the payments that are sure; the others wait for people."""
    matching.match_statement(statement=statements().get(pk=statement_id), at=timezone.now())


@job(
    "billing.remind_of_certificates",
    label=_("Ask for certificates of tax withheld"),
    scope="public",
    cron="0 9 * * mon-fri",
)
def remind_of_certificates() -> None:
    """Ask LGOs for the certificates that they owe us."""
    certificates.remind_of_certificates(at=timezone.now())


@job(
    "billing.night",
    label=_("Renewals, reminders and steps of unpaid contracts"),
    scope="public",
    cron="30 0 * * *",
    time_limit=3600,
)
def night() -> None:
    """Bring every LGO to where it stands on this day."""
    nightly.run_night(at=clock.now())


@job(
    "billing.keep_standings",
    label=_("Bring lists of where local governments stand to the day"),
    scope="public",
    cron="*/5 * * * *",
    time_limit=900,
)
def keep_standings() -> None:
    """Once a day for each LGO, also after days on which nothing ran; what was wrong is healed and reported."""
    standings.keep_standings(at=timezone.now())


@job("billing.tell", label=_("Tell a local government's finance people"), scope="public")
def tell(*, step: int) -> None:
    """Write the messages of a step of the ladder."""
    telling.tell_of(step_by_id(step))


@job("billing.handle_message", label=_("Look at what the payment provider tells"), scope="public", time_limit=120)
def handle_message(*, message_id: int) -> None:
    """Ask for what a message is about."""
    messages.handle_message(message=message_by_id(message_id), at=timezone.now())


@job("billing.send_refund", label=_("Send a refund"), scope="public", time_limit=120)
def send_refund(*, refund_id: int) -> None:
    """Send a refund by the way the money came."""
    refunds.send_refund(refund=refund_by_id(refund_id), at=timezone.now())


@job(
    "billing.poll_provider",
    label=_("Ask the payment provider for what did not reach us"),
    scope="public",
    cron="*/5 * * * *",
    max_attempts=1,
    time_limit=280,
)
def poll_provider() -> None:
    """Heal lost messages."""
    polling.poll(at=timezone.now())


@job(
    "billing.recognise_revenue",
    label=_("Post what was earned in the month"),
    scope="public",
    cron="15 1 * * *",
    time_limit=1800,
)
def recognise() -> None:
    """Post what was earned until the last day of the month before, once, on the first night on which it can be."""
    recognise_last_month(at=timezone.now())
