"""Checking of who sells."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

from kit.errors import DomainError
from kit.identifiers import parse_juristic_id

BILLER_DIGITS = 15
_BY_LAW = {"name": "SELLER_NAME", "tax_id": "SELLER_TAX_ID", "branch": "SELLER_BRANCH", "address": "SELLER_ADDRESS"}
"""A tax invoice without these is none (Revenue Code s. 86/4)."""


def check_seller(*, seller: Mapping[str, str], biller: str, is_production: bool) -> None:
    """Refuse to issue documents that are not worth their paper, or QR codes that no bank takes.

    Raises:
        ImproperlyConfigured: production lacks what stands on every tax invoice, the tax id is none, or the biller is
            not of 15 digits.
    """
    missing = [variable for name, variable in _BY_LAW.items() if not seller[name].strip()]
    if missing and is_production:
        raise ImproperlyConfigured(f"{', '.join(missing)} must be set: every tax invoice names the seller by them")
    if seller["tax_id"] and not _is_tax_id(seller["tax_id"]):
        raise ImproperlyConfigured("SELLER_TAX_ID must be the 13 digits of an organisation's tax id")
    if biller and not (biller.isascii() and biller.isdigit() and len(biller) == BILLER_DIGITS):
        raise ImproperlyConfigured(f"SELLER_BILLER_ID must be the {BILLER_DIGITS} digits that the bank gave out")


def _is_tax_id(text: str) -> bool:
    try:
        return parse_juristic_id(text) == text
    except DomainError:
        return False
