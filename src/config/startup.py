"""What every long-lived process does once before it serves."""

from importlib import import_module

from django.conf import settings

from config.errors import start_error_reports
from config.seller import check_seller
from tenants.checks import refuse_unsafe_database


def prepare() -> None:
    """Load both URL maps outside any tenant, refuse an unsafe database or a nameless seller, start error reports.

    A queryset built at import belongs to no tenant; one built while a request of a tenant imports the views would be
    stamped with that tenant and refused everywhere else.

    Raises:
        ImproperlyConfigured: the database login or a pooler would let tenants reach each other's rows, or documents
            would not name who sells.
    """
    biller = settings.SELLER_ACCOUNT["biller"]
    check_seller(seller=settings.SELLER, biller=biller, is_production=settings.IS_PRODUCTION)
    import_module(settings.PUBLIC_SCHEMA_URLCONF)
    import_module(settings.TENANT_URLCONF)
    refuse_unsafe_database()
    start_error_reports()
