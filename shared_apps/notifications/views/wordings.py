"""The texts of messages: listed, changed with a preview, and put back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from shared_apps.accounts.permissions import right_required
from shared_apps.exports.views import export_response
from shared_apps.notifications import events, selectors, sms_size
from shared_apps.notifications.events import Event
from shared_apps.notifications.forms import WordingFilterForm, WordingForm
from shared_apps.notifications.models import Channel
from shared_apps.notifications.services import wordings
from shared_apps.notifications.tables import WordingTable
from shared_apps.notifications.texts import Text, filled, shipped_source
from shared_apps.notifications.views.common import form_page, me
from shared_apps.notifications.wording_rows import editable

_PER_PAGE = 20
_settings = right_required("site", "settings")


@dataclass(frozen=True)
class Chosen:
    """One text."""

    event: Event
    channel: Channel
    language: str


@require_safe
@_settings
def texts(request: HttpRequest) -> HttpResponse:
    """Every event with its texts; which of them the LGO changed."""
    form = WordingFilterForm(request.GET)
    table = WordingTable(form.rows())
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    query = request.GET.urlencode()
    exports = [
        {"label": label, "icon": icon, "url": f"{reverse('notification_texts_export', args=[kind])}?{query}"}
        for kind, label, icon in (("xlsx", _("Excel"), "file-earmark-excel"), ("csv", _("CSV"), "download"))
    ]
    context = {"table": table, "filter": {"form": form}, "exports": exports}
    return render(request, "notifications/settings/texts.html", context)


@require_safe
@_settings
def texts_export(request: HttpRequest, form: str) -> HttpResponse:
    """The texts that the list shows, as they are sent now."""
    found = [text for row in WordingFilterForm(request.GET).rows() for text in row.texts]
    wordings.record_export(actor=me(request), at=timezone.now(), form=form, rows=len(found))
    headers = [_("Event"), _("Channel"), _("Language"), _("Subject"), _("Text"), _("Changed")]
    rows = [
        (
            str(text.event.label),
            str(text.channel.label),
            str(dict(settings.LANGUAGES)[text.language]),
            text.text.subject,
            text.text.body,
            text.own.changed_at if text.own else None,
        )
        for text in found
    ]
    return export_response(name=_("Texts of messages"), form=form, headers=headers, rows=rows)


def _chosen(event_code: str, channel: str, language: str) -> Chosen:
    event = events.find(event_code)
    known = event is not None and event in editable() and channel in event.channels
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
