"""The bill-payment QR against published vectors (domain facts L) and against tampering."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.bill_payment import BillPayment, checksum, read_qr

BILLER = "099400099999201"
WASTE = BillPayment(biller=BILLER, reference1="W6900012345", reference2="256911", amount=Decimal("40.00"))
WASTE_QR = (
    "00020101021230640016A00000067701011201150994000999992010211W690001234503062569115303764540540.005802TH63046EA3"
)
YEAR_QR = (
    "00020101021230620016A00000067701011201150994000999992010211W69000123450304257053037645406480.005802TH630461CD"
)


def test_the_published_vectors() -> None:
    assert checksum("123456789") == "29B1"
    assert WASTE.qr == WASTE_QR
    assert BillPayment(biller=BILLER, reference1="W6900012345", reference2="2570", amount=Decimal(480)).qr == YEAR_QR
    assert WASTE.bar_code == "|099400099999201\rW6900012345\r256911\r4000"


def test_a_changed_amount_is_refused() -> None:
    tampered = WASTE_QR.replace("540540.00", "540510.00")
    with pytest.raises(ValueError, match="check sum"):
        read_qr(tampered)
    assert read_qr(WASTE_QR) == WASTE


def test_without_an_amount_the_payer_fills_it_in() -> None:
    code = BillPayment(biller=BILLER, reference1="A1").qr
    assert code.startswith("000201010211")
    assert read_qr(code).amount is None


@pytest.mark.parametrize(
    "values",
    [
        {"biller": "0994000999992"},
        {"reference1": ""},
        {"reference1": "iv-2570"},
        {"reference1": "A" * 21},
        {"reference2": "ก"},
        {"amount": Decimal(0)},
        {"amount": Decimal("-1")},
        {"amount": Decimal("10000000000")},
    ],
)
def test_what_no_bank_reads_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        BillPayment(**{"biller": BILLER, "reference1": "A1", "amount": Decimal(1), **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "6304", "0002", "00020163041234", WASTE_QR[:-1], WASTE_QR + "0"])
def test_other_texts_are_no_payment(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_qr(text)


@given(
    reference1=st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True),
    reference2=st.from_regex(r"[A-Z0-9]{0,20}", fullmatch=True),
    satang=st.integers(1, 10**12 - 1),
)
def test_what_is_written_is_read(reference1: str, reference2: str, satang: int) -> None:
    payment = BillPayment(
        biller=BILLER,
        reference1=reference1,
        reference2=reference2,
        amount=(Decimal(satang) / 100).quantize(Decimal("0.01")),
    )
    assert read_qr(payment.qr) == payment
