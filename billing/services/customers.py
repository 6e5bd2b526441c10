"""The LGO as it stands on documents."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Customer
from kit.errors import Invalid
from kit.identifiers import parse_tax_id
from shared_apps.audit.services import record_change
from tenants.models import Tenant

NO_NAME = _("Write the name that shall stand on documents.")


@dataclass(frozen=True, kw_only=True)
class CustomerValues:
    """What documents say of the buyer, and whom to ask (Revenue Code s. 86/4)."""

    legal_name: str
    tax_id: str
    branch: str
    address: str
    email: str = ""
    phone: str = ""
    contact_name: str = ""


@transaction.atomic
def save_customer(*, tenant: Tenant, values: CustomerValues, actor: Any, by: str, at: datetime) -> Customer:
    """Keep what documents issued from now on say of the LGO; those issued before stay as they are.

    `by` names an officer of the LGO, who cannot be the `actor` here.

    Raises:
        Invalid: there is no name, or the tax id is none.
    """
    if not values.legal_name.strip():
        raise Invalid(NO_NAME, code="no_name", field="legal_name")
    fields = {**asdict(values), "tax_id": parse_tax_id(values.tax_id)}
    customer = Customer.objects.select_for_update().filter(tenant=tenant).first() or Customer(tenant=tenant)
    before = {name: getattr(customer, name) for name in fields}
    for name, value in fields.items():
        setattr(customer, name, value)
    customer.updated_at = at
    customer.save()
    record_change(
        "billing.customer_changed", actor=actor, target=customer, before=before, after={**fields, "by": by}, at=at
    )
    return customer
