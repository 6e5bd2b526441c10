"""What the demo's LGOs ordered and paid holds together like the real thing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing import selectors
from billing.models import Reconciliation, StatementLine
from billing.selectors.certificates import awaited_certificates
from provisioning.demo import money
from provisioning.demo.money import Story
from tenants.models import Tenant

pytestmark = pytest.mark.django_db


def test_the_stories_of_two(north: Tenant, south: Tenant, in_public: None) -> None:
    now = timezone.now()
    stories = {
        north: Story(
            package="S", storage={"50GB": 1}, ordered=200, paid=181, withholds=True, more=45, quoted=3, wishes="M"
        ),
        south: Story(package="SS", quoted=2),
    }
    assert money.tell(stories, at=now)
    assert not money.tell(stories, at=now), "once"
    [open_one] = selectors.open_invoices(north)
    assert open_one.gross == 700 * selectors.subscription_of(north).terms.get().period.months_left(open_one.issued_on)
    assert [one.invoice.tenant for one in awaited_certificates()] == [north]
    assert {line.state for line in StatementLine.objects.all()} == {"matched"}
    assert Reconciliation.objects.get().count == 0
    assert sum(selectors.trial_balance().values()) == Decimal(0)
    assert not selectors.open_invoices(south).exists()
    assert selectors.subscription_of(south) is None
