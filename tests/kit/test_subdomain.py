from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.subdomain import (
    InvalidSubdomain,
    SubdomainProblem,
    check_subdomain,
    skeleton,
    slug,
    suggest_subdomains,
)


@pytest.mark.parametrize("typed", ["maesai", " MaeSai ", "mae-sai", "m88", "ban-mai-2", "x" * 40])
def test_names_that_may_be_chosen(typed: str) -> None:
    assert check_subdomain(typed) == typed.strip().lower()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", SubdomainProblem.EMPTY),
        ("\u200b", SubdomainProblem.EMPTY),
        ("ab", SubdomainProblem.TOO_SHORT),
        ("x" * 41, SubdomainProblem.TOO_LONG),
        ("แม่สาย", SubdomainProblem.THAI),
        ("mae๑", SubdomainProblem.THAI),
        ("mae_sai", SubdomainProblem.BAD_CHARACTER),
        ("mae.sai", SubdomainProblem.BAD_CHARACTER),
        ("maesаi", SubdomainProblem.BAD_CHARACTER),  # a Cyrillic а
        ("-maesai", SubdomainProblem.HYPHEN_AT_EDGE),
        ("maesai-", SubdomainProblem.HYPHEN_AT_EDGE),
        ("xn--maesai", SubdomainProblem.DOUBLE_HYPHEN),
        ("06480115", SubdomainProblem.ONLY_DIGITS),
        ("0648-0115", SubdomainProblem.ONLY_DIGITS),
        ("admin", SubdomainProblem.RESERVED),
        ("adm1n", SubdomainProblem.RESERVED),
        ("ad-min", SubdomainProblem.RESERVED),
        ("l0gin", SubdomainProblem.RESERVED),
        ("demo", SubdomainProblem.RESERVED),
        ("information-schema", SubdomainProblem.RESERVED),
        ("pg-catalog", SubdomainProblem.RESERVED),
        ("ns1", SubdomainProblem.RESERVED),
        ("www2", SubdomainProblem.RESERVED),
    ],
)
def test_names_that_may_not(typed: str, problem: SubdomainProblem) -> None:
    with pytest.raises(InvalidSubdomain) as refused:
        check_subdomain(typed)
    assert refused.value.code == problem
    assert "%" not in str(refused.value)


def test_the_character_at_fault_is_told() -> None:
    with pytest.raises(InvalidSubdomain, match="“_”"):
        check_subdomain("mae_sai")


def test_our_own_seeds_may_use_demo() -> None:
    assert check_subdomain("demo", allow_reserved=True) == "demo"


def test_lookalikes_share_a_skeleton() -> None:
    assert skeleton("Mae-Sa1") == skeleton("maesai") == skeleton("maesal")
    assert skeleton("barnbo") == skeleton("bambo")
    assert skeleton("maesai") != skeleton("maesot")


class TestSuggestions:
    def test_the_plainest_first(self) -> None:
        assert suggest_subdomains("Mae Sai", qualifiers=["sao", "Chiang Rai"], is_taken=lambda _: False) == [
            "maesai",
            "maesai-sao",
            "maesai-chiangrai",
        ]

    def test_taken_names_are_passed_over(self) -> None:
        taken = {"maesai", "maesai-2"}
        assert suggest_subdomains("Mae Sai", is_taken=taken.__contains__) == ["maesai-3", "maesai-4", "maesai-5"]

    def test_a_thai_name_alone_leaves_the_qualifiers(self) -> None:
        assert suggest_subdomains("แม่สาย", qualifiers=["sao", "06570115"], is_taken=lambda _: False) == [
            "sao-06570115",
            "06570115-sao",
            "sao-2",
        ]

    def test_nothing_known(self) -> None:
        assert suggest_subdomains(is_taken=lambda _: False, limit=1) == ["lgo-2"]

    def test_reserved_names_are_never_suggested(self) -> None:
        assert suggest_subdomains("admin", is_taken=lambda _: False, limit=1) == ["admin-2"]

    def test_it_gives_up_in_the_end(self) -> None:
        assert suggest_subdomains("maesai", is_taken=lambda _: True) == []


@given(st.text() | st.from_regex(r"[a-zA-Z0-9-]{1,45}", fullmatch=True))
def test_any_text_is_a_name_or_a_clear_refusal(text: str) -> None:
    with suppress(InvalidSubdomain):
        label = check_subdomain(text)
        assert check_subdomain(label) == label
    assert slug(slug(text)) == slug(text)
