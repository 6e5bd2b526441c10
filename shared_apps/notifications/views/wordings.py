"""The texts of messages: listed, changed with a preview, and put back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.thai import normalise_text, search_fold
from shared_apps.accounts.permissions import right_required
from shared_apps.notifications import events, selectors, sms_size
from shared_apps.notifications.events import Event
from shared_apps.notifications.forms import WordingForm
from shared_apps.notifications.models import Channel
from shared_apps.notifications.services import wordings
from shared_apps.notifications.texts import Text, filled, shipped_source
from shared_apps.notifications.views.common import form_page, me

_settings = right_required("site", "settings")


@dataclass(frozen=True)
class Chosen:
    """One text."""

    event: Event
    channel: Channel
    language: str


def _editable() -> list[Event]:
    return [event for event in events.all_events() if event.group_code != "provisioning"]


@require_safe
@_settings
def texts(request: HttpRequest) -> HttpResponse:
    """Every event with its texts; which of them the LGO changed."""
    query = normalise_text(request.GET.get("q", ""))[:100]
    group = request.GET.get("group", "")
    own = selectors.wordings()
    rows = [
        {"event": event, "group": events.group_of(event), "texts": _texts_of(event, own)}
        for event in _editable()
        if group in ("", event.group_code) and _matches(event, query)
    ]
    used = {event.group_code for event in _editable()}
    groups = [one for one in events.groups() if one.code in used]
    return render(
        request, "notifications/settings/texts.html", {"rows": rows, "query": query, "group": group, "groups": groups}
    )


def _matches(event: Event, query: str) -> bool:
    text = search_fold(f"{event.label} {events.group_of(event).label}")
    return all(word in text for word in search_fold(query).split())


def _texts_of(event: Event, own: dict[tuple[str, str, str], Any]) -> list[dict[str, Any]]:
    return [
        {
            "channel": Channel(channel),
            "language": language,
            "label": f"{Channel(channel).label} · {label}",
            "is_own": (event.code, channel, language) in own,
        }
        for channel in event.channels
        for language, label in settings.LANGUAGES
    ]


def _chosen(event_code: str, channel: str, language: str) -> Chosen:
    event = events.find(event_code)
    known = event is not None and event in _editable() and channel in event.channels
    if event is None or not known or language not in dict(settings.LANGUAGES):
        raise Http404
    return Chosen(event, Channel(channel), language)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
def edit(request: HttpRequest, event_code: str, channel: str, language: str) -> HttpResponse:
    """Change one text."""
    chosen = _chosen(event_code, channel, language)
    own = selectors.wording(chosen.event.code, chosen.channel, language)
    text = Text(own.subject, own.body) if own else shipped_source(chosen.event.code, chosen.channel, language)
    form = WordingForm(request.POST or None, event=chosen.event, channel=chosen.channel, language=language, text=text)
    if request.method == "POST" and form.is_valid():
        wordings.change_wording(
            event=chosen.event,
            channel=chosen.channel,
            language=language,
            text=form.text(),
            actor=me(request),
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("notification_text", event_code, channel, language)
    preview = _preview(chosen, form.text() if request.method == "POST" and form.is_bound else text)
    context = {
        "chosen": chosen,
        "own": own,
        "words": form.words(),
        "language_label": dict(settings.LANGUAGES)[language],
    }
    return form_page(request, "notifications/settings/text.html", form, **context, **preview)


@never_cache
@require_POST
@_settings
def preview(request: HttpRequest, event_code: str, channel: str, language: str) -> HttpResponse:
    """How a text will look, with samples in place of words; asked for while one types."""
    chosen = _chosen(event_code, channel, language)
    form = WordingForm(request.POST, event=chosen.event, channel=chosen.channel, language=language, text=Text("", ""))
    form.is_valid()
    return render(request, "notifications/settings/text_preview.html", _preview(chosen, form.text()))


def _preview(chosen: Chosen, text: Text) -> dict[str, Any]:
    with override(chosen.language):
        samples = {word.name: str(word.sample) for word in chosen.event.words}
    shown = filled(chosen.event.code, chosen.channel, chosen.language, samples, text)
    advice = wordings.advise(chosen.event, chosen.channel, text)
    size = sms_size.measure(shown.body) if chosen.channel == Channel.SMS else None
    return {"preview": shown, "language": chosen.language, "advice": advice, "size": size}


@require_POST
@_settings
def reset(request: HttpRequest, event_code: str, channel: str, language: str) -> HttpResponse:
    """Go back to the shipped text."""
    chosen = _chosen(event_code, channel, language)
    wordings.reset_wording(
        event=chosen.event, channel=chosen.channel, language=language, actor=me(request), at=timezone.now()
    )
    messages.success(request, _("The text is the original one again."))
    return redirect("notification_text", event_code, channel, language)
