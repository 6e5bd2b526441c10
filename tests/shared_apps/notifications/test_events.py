"""Every text that is shipped belongs to a declared event, and uses no word that the event does not know."""

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation import override

from shared_apps.notifications import events
from shared_apps.notifications.events import Event, Placeholder
from shared_apps.notifications.texts import OFFICERS, shipped


def test_every_shipped_text_has_its_event() -> None:
    assert {code for code, _suffix, _path in shipped()} - {event.code for event in events.all_events()} == set()


def test_every_event_has_a_text() -> None:
    assert {event.code for event in events.all_events()} - {code for code, _suffix, _path in shipped()} == set()


def test_texts_use_only_the_words_of_their_event() -> None:
    wrong = []
    for code, _suffix, path in shipped():
        known = {word.name for word in events.get(code).words}
        tokens = Lexer(path.read_text()).tokenize()
        used = {token.contents.partition("|")[0] for token in tokens if token.token_type is TokenType.VAR}
        assert used, path.name
        wrong += [f"{path.name}: {name}" for name in used - known]
    assert wrong == []


def test_only_officers_texts_may_hold_links() -> None:
    with_links = {code for code, _suffix, path in shipped() if path.read_text().startswith(OFFICERS)}
    assert with_links
    assert {events.get(code).audience for code in with_links} == {"officer"}


def test_labels_and_samples_are_thai() -> None:
    with override("th"):
        for event in events.all_events():
            assert not str(event.label).isascii(), event.code
            assert not any(str(word.label).isascii() for word in event.words)
            assert not str(events.group_of(event).label).isascii()


def test_an_unknown_word_is_refused_when_it_is_declared() -> None:
    with pytest.raises(LookupError):
        events.register(Event(code="x/y", label="x", placeholders=("nonsense",)))
    assert events.find("x/y") is None
    own = Event(code="x/y", label="x", placeholders=(Placeholder(name="nonsense", label="x", sample="y"),))
    assert own.words[0].name == "nonsense"
    assert own.group_code == "x"


def test_an_undeclared_event_still_reaches_people() -> None:
    assert events.get("nobody/declared").audience == "citizen"
