"""From an event to words: the LGO's own text, or `notifications/<event>.txt` in the recipient's language.

The first line of a shipped template is the subject. One whose first line is `OFFICERS` may carry links; all others go
to citizens, who get none by SMS and e-mail: a link that gets in with someone's words is cut.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.utils.translation import override

from shared_apps.notifications import events, placeholders, selectors
from shared_apps.notifications.links import links_in, open_outside, without_links
from shared_apps.notifications.models import Channel

OFFICERS = "{# for officers #}"

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LINK_TAG = re.compile(r"\{%\s*url\b|\{\{[^}]*(?:url|link|href|domain|host)[^}]*\}\}", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A message as it is sent. An SMS has no subject, and neither has a text for LINE."""

    subject: str
    body: str


def render(event: str, *, channel: Channel, language: str, context: Mapping[str, str]) -> Text:
    """The text of `event`, as the LGO words it or as it is shipped.

    Raises:
        TemplateDoesNotExist: no app has a template for this event.
    """
    own = selectors.wording(event, channel, language)
    return filled(event, channel, language, context, Text(own.subject, own.body) if own else None)


def filled(event: str, channel: Channel, language: str, context: Mapping[str, str], own: Text | None) -> Text:
    """A text with its words filled in, and free of links where none may be."""
    for_citizen = events.get(event).audience == "citizen"
    with override(language):
        if for_citizen and channel == Channel.LINE:
            context = {name: without_links(value) for name, value in context.items()}
        if own is None:
            text = _shipped(event, channel, context)
        else:
            text = Text(placeholders.fill(own.subject, context), placeholders.fill(own.body, context))
        if channel == Channel.LINE:
            return Text("", open_outside(text.body))
        return Text(without_links(text.subject), without_links(text.body)) if for_citizen else text


def shipped_source(event: str, channel: Channel, language: str) -> Text:
    """The shipped text with `{number}` where a word is filled in, for who wants to change it.

    Raises:
        TemplateDoesNotExist: no app has a template for this event.
    """
    words = {word.name: f"{{{word.name}}}" for word in events.get(event).words}
    with override(language):
        return _shipped(event, channel, words)


def _shipped(event: str, channel: Channel, context: Mapping[str, str]) -> Text:
    template = _template(event, channel)
    words = template.template.render(Context(dict(context), autoescape=False))
    lines = [line.rstrip() for line in words.strip().splitlines()]
    if channel == Channel.SMS or template.origin.name.endswith(".line.txt"):
        return Text("", "\n".join(lines))
    subject = " ".join(lines[0].split())[:250] if lines else ""
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines[1:])).strip()
    return Text(subject, body) if channel == Channel.EMAIL else Text("", f"{subject}\n\n{body}".strip())


def _template(event: str, channel: Channel) -> Any:
    if channel != Channel.EMAIL:
        with suppress(TemplateDoesNotExist):  # most events have one text for all channels
            return get_template(f"notifications/{event}.{channel}.txt")
    return get_template(f"notifications/{event}.txt")


def faults_of_template(source: str) -> list[str]:
    """What a citizen's template must not hold: links and tags that would write one."""
    if source.startswith(OFFICERS):
        return []
    return [*links_in(_TAG.sub(" ", source)), *(found.group() for found in _LINK_TAG.finditer(source))]


def faults_of_all_templates() -> list[str]:
    """`path: fault` of every notification template of every installed app, for the guard test."""
    return [
        f"{path.relative_to(path.parents[4])}: {fault}"
        for _event, kind, path in shipped()
        if kind != Channel.LINE
        for fault in faults_of_template(path.read_text())
    ]


def shipped() -> Iterator[tuple[str, str, Path]]:
    """Every text that our apps bring: its event, its kind (``, `sms`, `line`) and its file."""
    for folder in get_app_template_dirs("templates"):
        root = Path(folder, "notifications")
        for path in sorted(root.glob("**/*.txt")):
            event, _dot, suffix = str(path.relative_to(root)).removesuffix(".txt").partition(".")
            yield event, suffix, path
