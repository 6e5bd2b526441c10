"""A person's own choice of channels, and the link to LINE."""

from typing import Any
from urllib.parse import quote

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shared_apps.accounts.models import User
from shared_apps.notifications import events, selectors, services
from shared_apps.notifications.forms import ChannelsForm, DeliveryForm
from shared_apps.notifications.models import Channel
from shared_apps.notifications.services import line_links
from shared_apps.notifications.views.common import me


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """By which channels one hears of what."""
    user = _of_lgo(request)
    form, delivery = _channels_form(request, user), _delivery_form(request, user)
    forms = [one for one in (form, delivery) if one is not None]
    if request.method == "POST" and all(one.is_valid() for one in forms):
        at = timezone.now()
        services.choose_channels(user=user, chosen=form.cleaned_data, at=at)
        if delivery is not None:
            services.choose_delivery(user=user, **delivery.cleaned_data, at=at)
        messages.success(request, _("Saved."))
        return redirect("notification_choices")
    context = {
        "form": form,
        "delivery": delivery,
        "forms": forms,
        "always": [event.label for event in _events_of(user) if event.statutory],
        "link": selectors.line_link(user.pk),
        "line": selectors.line_channel(),
        "hints": [] if user.is_officer else _hints(user),
        "base": _base(user),
    }
    return render(
        request, "notifications/choices.html", context, status=422 if any(one.errors for one in forms) else 200
    )


def _of_lgo(request: HttpRequest) -> User:
    user = me(request)
    if getattr(request, "tenant", None) is None:
        raise Http404
    return user


def _base(user: User) -> str:
    return "ui/desk.html" if user.is_officer else "ui/portal.html"


def _events_of(user: User) -> list[events.Event]:
    return events.lgo_events("officer" if user.is_officer else "citizen")


def _channels_form(request: HttpRequest, user: User) -> ChannelsForm:
    chosen = {event.group_code for event in _events_of(user) if not event.statutory}
    groups = [group for group in events.groups() if group.code in chosen]
    open_channels = [channel for channel in (Channel.LINE, Channel.EMAIL, Channel.SMS) if _may_choose(channel, user)]
    initial: dict[str, Any] = {group.code: [channel.value for channel in open_channels[:1]] for group in groups}
    return ChannelsForm(
        request.POST or None,
        groups=groups,
        choices=[(channel.value, channel.label) for channel in open_channels],
        initial={**initial, **selectors.preferences(user.pk)},
    )


def _may_choose(channel: Channel, user: User) -> bool:
    return bool(services.reachable([channel], services.recipient_of(user)))


def _hints(user: User) -> list[tuple[str, str]]:
    """Which ways are missing, and what opens them: (text, address of the page or nothing)."""
    line, more = selectors.line_channel(), reverse("account_contact")
    hints = []
    if not (line.is_ready and line.basic_id):
        hints.append((_("LINE: this office does not write by LINE yet."), ""))
    if not user.email:
        hints.append((_("E-mail: add your address to get messages there."), more))
    if not services.can_send_sms():
        hints.append((_("SMS: this office does not write by SMS yet."), ""))
    elif not user.phone:
        hints.append((_("SMS: add your mobile number to get messages there."), more))
    return hints


def _delivery_form(request: HttpRequest, user: User) -> DeliveryForm | None:
    if not user.is_officer:
        return None
    kept = selectors.delivery(user.pk)
    initial = {"daily": kept.daily, "quiet_from": kept.quiet_from, "quiet_until": kept.quiet_until}
    return DeliveryForm(request.POST or None, initial=initial)


@never_cache
@require_POST
def line_code(request: HttpRequest) -> HttpResponse:
    """A code and a QR that send it to the LGO's LINE account."""
    user, channel = _of_lgo(request), selectors.line_channel()
    if not (channel.is_ready and channel.basic_id):
        raise Http404
    code = line_links.new_code(user=user, at=timezone.now())
    address = f"https://line.me/R/oaMessage/{quote(channel.basic_id)}/?{code}"
    context = {
        "code": f"{code[:4]}-{code[4:]}",
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=6),
        "channel": channel,
        "minutes": line_links.LIFETIME.seconds // 60,
        "base": _base(user),
    }
    return render(request, "notifications/line_code.html", context)


@require_POST
def line_unlink(request: HttpRequest) -> HttpResponse:
    """Send no more to one's LINE account."""
    line_links.unlink(user=_of_lgo(request), at=timezone.now())
    messages.success(request, _("LINE is no longer linked to your account."))
    return redirect("notification_choices")
