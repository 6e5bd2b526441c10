"""LGOs that ask to join."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from provisioning.models import ProvisioningRun, SignUp
from provisioning.services import runs, sign_ups
from provisioning.services.runs import Application
from tenants.services import Identity

ANSWERS: dict[str, Any] = {
    "lgo_type": "sao",
    "province_code": "56",
    "district": "เมืองพะเยา",
    "name": "แม่ใส",
    "dla_code": "06560199",
    "subdomain": "maesai",
    "saraban_email": "saraban_06560199@dla.go.th",
    "contact_name": "สมหญิง ใจดี",
    "contact_position": "ปลัด อบต.",
    "contact_phone": "+66812345678",
    "contact_email": "somying@maesai.go.th",
}


def application(number: int = 99, **changes: Any) -> Application:
    """An application; another `number` is another LGO."""
    made = Application(
        identity=Identity(
            name=f"องค์การบริหารส่วนตำบลแม่ใส{number}",
            lgo_type="sao",
            dla_code=f"065601{number:02d}",
            province_code="56",
            district="เมืองพะเยา",
            saraban_email=f"saraban_065601{number:02d}@dla.go.th",
        ),
        subdomain=f"maesai{number}",
        contact_name="สมหญิง ใจดี",
        contact_position="ปลัด อบต.",
        contact_phone="+66812345678",
        contact_email=f"somying{number}@maesai.go.th",
    )
    return replace(made, **changes)


def applied(number: int = 99) -> ProvisioningRun:
    """A run that waits for a worker; public scope."""
    return runs.apply(application=application(number), actor=None, at=timezone.now())


def confirmed_sign_up(at: datetime | None = None, **changes: Any) -> SignUp:
    """A sign-up that is filled in and whose e-mail address is confirmed; public scope."""
    now = at or timezone.now()
    sign_up = sign_ups.start(at=now - timedelta(minutes=5))
    sign_ups.save_answers(sign_up=sign_up, answers={**ANSWERS, **changes}, at=now)
    SignUp.objects.filter(pk=sign_up.pk).update(confirmed_email={**ANSWERS, **changes}["contact_email"])
    return SignUp.objects.get(pk=sign_up.pk)
