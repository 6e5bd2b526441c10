"""What to tell somebody whose central e-mail address is not right yet."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.saraban_email import SarabanCheck, SarabanProblem, SarabanWarning

PROBLEMS = {
    SarabanProblem.EMPTY: _("Write the central e-mail address."),
    SarabanProblem.NOT_AN_ADDRESS: _("This is not an e-mail address. It needs an @, as in saraban_06560115@dla.go.th."),
    SarabanProblem.FREE_MAIL: _(
        "Free mail such as Gmail or Hotmail cannot be the central address of a government office. Use the official one."
    ),
    SarabanProblem.OTHER_MAILBOX: _(
        "The part before @ must begin with saraban: this looks like a mailbox for something else."
    ),
    SarabanProblem.MISSING_PREFIX: _("The word saraban_ before the code is missing."),
    SarabanProblem.MISSPELT_SARABAN: _("The word before @ is misspelt. It is written saraban."),
    SarabanProblem.SARABUN: _("The word before @ is written saraban, not sarabun."),
    SarabanProblem.MISSING_CODE: _("The code of your local government is missing before @."),
    SarabanProblem.LOST_LEADING_ZERO: _("The code before @ has seven digits: the zero at the beginning was lost."),
    SarabanProblem.WRONG_CODE: _("The code before @ must be the eight digits of your DLA code."),
    SarabanProblem.WRONG_SEPARATOR: _("Check the sign after saraban: _ goes with dla.go.th and - with lgo.mail.go.th."),
    SarabanProblem.WRONG_NAME: _("The name after saraban- may hold only English letters, digits and hyphens."),
    SarabanProblem.LOOKALIKE_DOMAIN: _("Check the part after @: it should be dla.go.th, with the letter l."),
    SarabanProblem.WRONG_DOMAIN: _(
        "With a code or name after saraban the address must end in dla.go.th or lgo.mail.go.th."
    ),
    SarabanProblem.NOT_OWN_DOMAIN: _("The part after @ is not the domain of your website."),
    SarabanProblem.DOMAIN_NOT_ALLOWED: _("The part after @ must end in .go.th, .or.th, .ac.th, .mi.th or .com."),
}
WARNINGS = {
    SarabanWarning.OTHER_CODE: _("The code in the address is not the DLA code that you gave."),
    SarabanWarning.COM_DOMAIN: _("Addresses of government offices usually end in .go.th, not in .com."),
    SarabanWarning.UNCONFIRMED_DOMAIN: _("The part after @ should be the domain of your own website."),
}
WORTH_ASKING = frozenset({SarabanWarning.OTHER_CODE, SarabanWarning.COM_DOMAIN})
"""Warnings that a person has to confirm; the other is only shown."""


def problem_text(check: SarabanCheck) -> str:
    """What is wrong, and what was probably meant."""
    if check.problem is None:
        return ""
    text = str(PROBLEMS[check.problem])
    if check.suggestion:
        text += " " + gettext("Did you mean %(address)s?") % {"address": check.suggestion}
    return text
