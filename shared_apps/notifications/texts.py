"""From an event to words: `notifications/<event>.txt` in the recipient's language.

The first line of a template is the subject. A template whose first line is `OFFICERS` may carry links; all others go
to citizens, whom a state agency may send none (Cabinet, 18 Nov 2568): a link that gets in with someone's words is cut.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.utils.translation import gettext, override

from shared_apps.notifications.models import Channel

OFFICERS = "{# for officers #}"

_ENDINGS = "th|com|net|org|info|biz|io|me|app|dev|page|site|online|shop|xyz|top|club|link|ly|gl|gg|co|to|asia|ไทย"
_LINK = re.compile(
    rf"(?:https?|ftp)://\S+|www\.\S+|(?<![@A-Za-z0-9_.-])(?:[a-z0-9\u0e01-\u0e4e-]+\.)+(?:{_ENDINGS})(?![A-Za-z0-9-])(?:/\S*)?",
    re.IGNORECASE,
)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LINK_TAG = re.compile(r"\{%\s*url\b|\{\{[^}]*(?:url|link|href|domain|host)[^}]*\}\}", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A message as it is sent. An SMS has no subject."""

    subject: str
    body: str


def render(event: str, *, channel: Channel, language: str, context: Mapping[str, str]) -> Text:
    """The text of `event`. An SMS takes `<event>.sms.txt`, where there is one.

    Raises:
        TemplateDoesNotExist: no app has a template for this event.
    """
    template = _template(event, channel).template
    with override(language):
        words = template.render(Context(dict(context), autoescape=False))
        if not template.source.startswith(OFFICERS):
            words = without_links(words)
    return _parted(words, channel)


def _template(event: str, channel: Channel) -> Any:
    if channel == Channel.SMS:
        try:
            return get_template(f"notifications/{event}.sms.txt")
        except TemplateDoesNotExist:
            pass
    return get_template(f"notifications/{event}.txt")


def _parted(words: str, channel: Channel) -> Text:
    lines = [line.rstrip() for line in words.strip().splitlines()]
    if channel == Channel.SMS:
        return Text("", "\n".join(lines))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines[1:])).strip()
    return Text(" ".join(lines[0].split())[:250] if lines else "", body)


def without_links(text: str) -> str:
    """The text with addresses of the web replaced by words; e-mail addresses stay."""
    return _LINK.sub(gettext("(link removed)"), text)


def links_in(text: str) -> list[str]:
    """Addresses of the web in a text: with a scheme, with www, or bare."""
    return [found.group() for found in _LINK.finditer(text)]


def faults_of_template(source: str) -> list[str]:
    """What a citizen's template must not hold: links and tags that would write one."""
    if source.startswith(OFFICERS):
        return []
    return [*links_in(_TAG.sub(" ", source)), *(found.group() for found in _LINK_TAG.finditer(source))]


def faults_of_all_templates() -> list[str]:
    """`path: fault` of every notification template of every installed app, for the guard test."""
    return [
        f"{path.relative_to(path.parents[4])}: {fault}"
        for _event, _suffix, path in shipped()
        for fault in faults_of_template(path.read_text())
    ]


def shipped() -> Iterator[tuple[str, str, Path]]:
    """Every text that our apps bring: its event, its kind (``, `sms`, `line`) and its file."""
    for folder in get_app_template_dirs("templates"):
        root = Path(folder, "notifications")
        for path in sorted(root.glob("**/*.txt")):
            event, _dot, suffix = str(path.relative_to(root)).removesuffix(".txt").partition(".")
            yield event, suffix, path
