"""Jobs of billing."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.selectors import issued_document
from billing.selectors_provider import checkout_by_id
from billing.services import checkouts
from billing.services.documents import pdf_of
from shared_apps.jobs.registry import job


@job("billing.close_checkout", label=_("Close a page to pay on"), scope="public", time_limit=120)
def close_checkout(*, checkout: str) -> None:
    """Close a page that asks for what is owed no longer, unless it asks for the right amount again."""
    checkouts.close_outdated(checkout=checkout_by_id(checkout), at=timezone.now())


@job("billing.make_document", label=_("Make the file of a document"), scope="public")
def make_document(*, number: str) -> None:
    """Make the original of an issued document, unless someone has asked for it before."""
    pdf_of(issued_document(number))
