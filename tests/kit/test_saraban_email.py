import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.saraban_email import SarabanProblem as Problem
from kit.saraban_email import SarabanShape as Shape
from kit.saraban_email import SarabanWarning as Warn
from kit.saraban_email import check_saraban_email


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("saraban_06480115@dla.go.th", Shape.DLA),
        (" SARABAN_06480115@DLA.go.th ", Shape.DLA),
        ("saraban_๐๖๔๘๐๑๑๕@dla.go.th", Shape.DLA),
        ("saraban-maesai@lgo.mail.go.th", Shape.LGO_MAIL),
        ("saraban-mae-sai2@lgo.mail.go.th", Shape.LGO_MAIL),
    ],
)
def test_right_addresses(typed: str, shape: Shape) -> None:
    check = check_saraban_email(typed, dla_code="06480115")
    assert (check.ok, check.shape, check.warnings, check.suggestion) == (True, shape, (), "")
    assert check.address == check.address.lower()


class TestOwnDomain:
    def test_that_of_the_website(self) -> None:
        check = check_saraban_email("saraban@maesai.go.th", own_domains=["WWW.maesai.go.th"])
        assert (check.shape, check.warnings) == (Shape.OWN_DOMAIN, ())

    def test_unconfirmed_while_the_website_is_unknown(self) -> None:
        check = check_saraban_email("saraban@maesai.go.th")
        assert (check.ok, check.warnings) == (True, (Warn.UNCONFIRMED_DOMAIN,))

    def test_com_is_tolerated_with_a_warning(self) -> None:
        check = check_saraban_email("saraban@maesai.com", own_domains=["maesai.com"])
        assert (check.ok, check.warnings) == (True, (Warn.COM_DOMAIN,))

    def test_another_domain(self) -> None:
        check = check_saraban_email("saraban@maesai.go.th", own_domains=["maesuai.go.th"])
        assert (check.problem, check.suggestion) == (
            Problem.NOT_OWN_DOMAIN,
            "saraban@maesuai.go.th",
        )


def test_the_code_of_another_lgo_is_a_warning() -> None:
    check = check_saraban_email("saraban_05480115@dla.go.th", dla_code="06480115")
    assert (check.ok, check.warnings) == (True, (Warn.OTHER_CODE,))


@pytest.mark.parametrize(
    ("typed", "problem", "suggestion"),
    [
        # as found by OPDC
        ("saraband_06320205@dla.go.th", Problem.MISSPELT_SARABAN, "saraban_06320205@dla.go.th"),
        ("Sarabun_06770206@dla.go.th", Problem.SARABUN, "saraban_06770206@dla.go.th"),
        ("saraban_6820101@dla.go.th", Problem.LOST_LEADING_ZERO, "saraban_06820101@dla.go.th"),
        ("4520101@dla.go.th", Problem.MISSING_PREFIX, "saraban_04520101@dla.go.th"),
        ("saraban_06440905@dia.go.th", Problem.LOOKALIKE_DOMAIN, "saraban_06440905@dla.go.th"),
        ("admin@eservice-ktb.go.th", Problem.OTHER_MAILBOX, ""),
        ("thungsong103@gmail.com", Problem.FREE_MAIL, ""),
        # and beside them
        ("", Problem.EMPTY, ""),
        ("maesai.go.th", Problem.NOT_AN_ADDRESS, ""),
        ("saraban@แม่สาย.ไทย", Problem.NOT_AN_ADDRESS, ""),
        ("saraban_" + "0" * 260 + "@dla.go.th", Problem.NOT_AN_ADDRESS, ""),
        ("saraban_06480115@yahoo.co.th", Problem.FREE_MAIL, "saraban_06480115@dla.go.th"),
        ("06480115@dla.go.th", Problem.MISSING_PREFIX, "saraban_06480115@dla.go.th"),
        ("saraban@dla.go.th", Problem.MISSING_CODE, ""),
        ("saraban@lgo.mail.go.th", Problem.MISSING_CODE, ""),
        ("saraban_maesai@dla.go.th", Problem.WRONG_CODE, ""),
        ("saraban_06590115@dla.go.th", Problem.WRONG_CODE, ""),
        ("saraban_6590115@dla.go.th", Problem.LOST_LEADING_ZERO, ""),
        ("saraban-06480115@dla.go.th", Problem.WRONG_SEPARATOR, "saraban_06480115@dla.go.th"),
        ("saraban06480115@dla.go.th", Problem.WRONG_SEPARATOR, "saraban_06480115@dla.go.th"),
        ("saraban_maesai@lgo.mail.go.th", Problem.WRONG_SEPARATOR, "saraban-maesai@lgo.mail.go.th"),
        ("saraban_06480115@lgo.mail.go.th", Problem.WRONG_SEPARATOR, "saraban_06480115@dla.go.th"),
        ("saraban-mae_sai@lgo.mail.go.th", Problem.WRONG_NAME, ""),
        ("saraban-maesai@lgo.mai.go.th", Problem.LOOKALIKE_DOMAIN, ""),
        ("saraban_06480115@maesai.go.th", Problem.WRONG_DOMAIN, "saraban_06480115@dla.go.th"),
        ("saraban-office@maesai.go.th", Problem.WRONG_DOMAIN, "saraban@maesai.go.th"),
        ("sarabun@maesai.go.th", Problem.SARABUN, "saraban@maesai.go.th"),
        (
            "salaban-maesai@lgo.mail.go.th",
            Problem.MISSPELT_SARABAN,
            "saraban-maesai@lgo.mail.go.th",
        ),
        ("saraban@maesai.in.th", Problem.DOMAIN_NOT_ALLOWED, ""),
        ("saraburi@maesai.go.th", Problem.OTHER_MAILBOX, ""),
    ],
)
def test_wrong_addresses(typed: str, problem: Problem, suggestion: str) -> None:
    check = check_saraban_email(typed)
    assert (check.ok, check.problem, check.suggestion) == (False, problem, suggestion)
    if suggestion:
        assert check_saraban_email(suggestion).ok


@pytest.mark.parametrize("typed", ["admin@eservice-ktb.go.th", "thungsong103@gmail.com", "saraban@dla.go.th"])
def test_what_is_known_helps(typed: str) -> None:
    by_code = check_saraban_email(typed, dla_code="06480115")
    assert by_code.suggestion == "saraban_06480115@dla.go.th"
    by_domain = check_saraban_email(typed, own_domains=["maesai.go.th"], dla_code="nonsense")
    assert by_domain.suggestion == "saraban@maesai.go.th"


@given(st.text() | st.emails() | st.from_regex(r"[Ss]arab[au]n[_-]?[0-9]{6,9}@(dla|dia)\.go\.th"))
def test_every_text_gets_a_result(text: str) -> None:
    check = check_saraban_email(text)
    assert check.ok == (check.shape is not None)
    if check.suggestion:
        assert check_saraban_email(check.suggestion).ok
