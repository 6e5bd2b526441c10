"""What accounts declare to the platform: a way to prove who one is, an optional consent, and rights."""

from django.utils.translation import gettext_lazy as _

from shared_apps.accounts import privacy, rights, selectors, step_up
from shared_apps.accounts.rights import Action, Duty
from tenants.openings import Opening

DIGITAL_ID = step_up.Method(
    code="digital_id",
    label=_("Digital ID"),
    offered=selectors.can_confirm_by_digital_id,
    url_name="digital_id_confirm",
)
NEWS = privacy.Purpose(
    code="news",
    label=_("News of this office"),
    description=_("We may send you news and invitations by LINE, e-mail or SMS."),
)
PRIVACY = rights.Service(
    code="privacy",
    label=_("Consents and privacy"),
    order=95,
    actions=(Action.VIEW, Action.EXPORT),
    duties={Duty.AUDITOR: (Action.VIEW, Action.EXPORT)},
)

OPENINGS = (
    Opening("/officers/sign-in/", label=_("Sign in"), for_officers=True, may_write=True),
    Opening("/accounts/", may_write=True),
    Opening("/i18n/", may_write=True),
    Opening("/tenant.css"),
    Opening("/dev/"),
    Opening("/files/"),
)
"""People sign in, and keep their account and their rights over their data, on every site."""
