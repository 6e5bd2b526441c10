"""What the page of the contact promises."""

from typing import Any

import pytest

from tenant_apps.complaints.forms.citizens import ContactForm


@pytest.mark.parametrize(("shown", "words"), [(True, "SMS"), (False, "อีเมล")])
def test_an_sms_is_promised_only_when_one_can_be_sent(settings: Any, shown: bool, words: str) -> None:
    settings.OUTBOX_IS_SHOWN, settings.SMS_GATEWAY_URL = shown, ""
    help_text = str(ContactForm().fields["phone"].help_text)
    assert words in help_text
    assert ("SMS" in help_text) is shown
