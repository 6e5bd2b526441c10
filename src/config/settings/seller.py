"""Who sells: as quotations, invoices, receipts and credit notes name the operator."""

from config.settings.environment import IS_PRODUCTION, OPERATOR_EMAIL, OPERATOR_PHONE, env


def _invented(value: str) -> str:
    """A value for places where no money is taken."""
    return "" if IS_PRODUCTION else value


SELLER: dict[str, str] = {
    "name": env.str("SELLER_NAME", "สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)"),
    "tax_id": env.str("SELLER_TAX_ID", _invented("0994000999992")),
    "branch": env.str("SELLER_BRANCH", "สำนักงานใหญ่"),
    "address": env.str("SELLER_ADDRESS", _invented("108 ถนนรางน้ำ แขวงถนนพญาไท เขตราชเทวี กรุงเทพมหานคร 10400")),
    "phone": env.str("SELLER_PHONE", OPERATOR_PHONE or _invented("02 612 6000")),
    "email": env.str("SELLER_EMAIL", OPERATOR_EMAIL or _invented("contact@dga.or.th")),
    "signer": env.str("SELLER_SIGNER", ""),
    "signer_position": env.str("SELLER_SIGNER_POSITION", ""),
}
# Where money is transferred to; the biller is 15 digits, a tax id and the suffix that the bank gave out.
SELLER_ACCOUNT: dict[str, str] = {
    "biller": env.str("SELLER_BILLER_ID", _invented("099400099999201")),
    "bank": env.str("SELLER_BANK", _invented("ธนาคารตัวอย่าง")),
    "account_name": env.str("SELLER_ACCOUNT_NAME", SELLER["name"]),
    "account_number": env.str("SELLER_ACCOUNT_NUMBER", _invented("000-0-00000-0")),
}
