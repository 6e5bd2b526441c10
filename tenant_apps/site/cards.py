"""The settings pages as cards: those that one officer may open, found by words."""

from dataclasses import dataclass
from typing import Any

from kit.thai import search_fold
from shared_apps.accounts.models import User
from tenant_apps.site.catalogue import url_or_nothing
from tenant_apps.site.extensions import SettingsGroup, SettingsPage, settings_pages


@dataclass(frozen=True)
class Card:
    """A settings page, with its address."""

    page: SettingsPage
    url: str


@dataclass(frozen=True)
class Group:
    """Cards under one heading."""

    name: str
    label: Any
    cards: list[Card]


def may_open_settings(user: User) -> bool:
    """Whether there is any settings page for this officer."""
    return any(user.may(*page.right) for page in settings_pages())


def groups_of(user: User, query: str = "") -> list[Group]:
    """The cards for this officer in which every word of `query` is found, under their headings."""
    words = search_fold(query).split()
    cards = [card for page in settings_pages() if (card := _card(page, user)) and _has(page, words)]
    return [
        Group(group.value, group.label, held)
        for group in SettingsGroup
        if (held := [card for card in cards if card.page.group == group])
    ]


def _card(page: SettingsPage, user: User) -> Card | None:
    url = url_or_nothing(page.url_name)
    return Card(page, url) if url and user.may(*page.right) else None


def _has(page: SettingsPage, words: list[str]) -> bool:
    text = search_fold(f"{page.label} {page.description} {page.words} {page.group.label}")
    return all(word in text for word in words)
