"""Settings of the channels by which messages leave."""

from email.utils import parseaddr
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import recently_authenticated, right_required
from shared_apps.accounts.selectors import site_url
from shared_apps.notifications import mail_domain, selectors, services
from shared_apps.notifications.forms import (
    EmailSenderForm,
    LineChannelForm,
    RetentionForm,
    SmsAccountForm,
    TestMessageForm,
)
from shared_apps.notifications.gateways import DeliveryFailed
from shared_apps.notifications.mail_domain import DnsSilent, Finding
from shared_apps.notifications.models import Channel, EmailSender, Failure
from shared_apps.notifications.views.common import form_page, me
from shared_apps.ui.errors import message_of

_settings = right_required("site", "settings")
_PROVIDERS = {Channel.EMAIL: ("email",), Channel.SMS: ("sms:platform", "sms:own"), Channel.LINE: ("line",)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
@recently_authenticated()
def overview(request: HttpRequest) -> HttpResponse:
    """The channels, how they fare, a test message, and how long messages are kept."""
    form = RetentionForm.of(selectors.retention(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_retention(days=form.cleaned_data["days"], actor=me(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("notification_channels")
    return _overview(request, form, TestMessageForm(None, initial={"channel": Channel.EMAIL}))


def _overview(request: HttpRequest, form: RetentionForm, test: TestMessageForm) -> HttpResponse:
    context = {
        "channels": _channels(),
        "test": test,
        "sms": selectors.sms_account(),
        "marks": selectors.address_marks()[:50],
    }
    status = 422 if form.errors or test.errors else 200
    warn = selectors.sms_account().is_renewal_near(clock.today())
    forms = [form, test]
    return render(
        request,
        "notifications/settings/channels.html",
        {"form": form, "forms": forms, "renewal_near": warn, **context},
        status=status,
    )


def _channels() -> list[dict[str, Any]]:
    states = selectors.providers()
    icons = {Channel.EMAIL: "envelope", Channel.SMS: "phone", Channel.LINE: "chat-dots"}
    return [
        {
            "label": channel.label,
            "icon": icons[channel],
            "url": reverse(f"notification_{channel.value}"),
            "is_on": services.is_configured(channel),
            "trouble": _trouble([states[name] for name in _PROVIDERS[channel] if name in states])
            or (_domain_trouble() if channel == Channel.EMAIL else ""),
        }
        for channel in Channel
    ]


def _domain_trouble() -> str:
    """Why e-mails leave from the platform's address although the LGO named its own."""
    sender = selectors.email_sender()
    if not mail_domain.is_offered() or not sender.domain or sender.domain_verified_at:
        return ""
    return _("The DNS records of %(domain)s are not there yet.") % {"domain": sender.domain}


def _trouble(states: list[Any]) -> str:
    """Why nothing leaves by a channel, when its breaker is open."""
    found = next((state.error for state in states if state.open_until and state.error in Failure.values), "")
    return str(Failure(found).label) if found else ""


@never_cache
@require_POST
@_settings
@recently_authenticated()
def test_message(request: HttpRequest) -> HttpResponse:
    """Send oneself a message and say how it went."""
    test = TestMessageForm(request.POST)
    if test.is_valid():
        channel = Channel(test.cleaned_data["channel"])
        try:
            tested = services.send_test(
                channel=channel, phone=test.cleaned_data["phone"] or "", actor=me(request), at=timezone.now()
            )
        except DomainError as error:
            test.add_error("channel", message_of(error))
        else:
            if tested.sent:
                messages.success(request, _("The test message was sent. Look whether it has arrived."))
                return redirect("notification_channels")
            test.add_error(
                "channel", " ".join(part for part in (tested.why, tested.detail and f"({tested.detail})") if part)
            )
    return _overview(request, RetentionForm.of(selectors.retention(), None), test)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
@recently_authenticated()
def email(request: HttpRequest) -> HttpResponse:
    """Whose name e-mails carry, and from which address they leave."""
    sender = selectors.email_sender()
    form = EmailSenderForm.of(sender, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_email_sender(values=form.cleaned_data, actor=me(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("notification_email")
    records = mail_domain.records(sender.domain, sender.domain_token) if sender.domain else []
    findings = [mail_domain.Finding(record, bool(sender.domain_verified_at), ()) for record in records]
    return _email_page(request, form, sender, findings, is_checked=False)


def _email_page(
    request: HttpRequest, form: EmailSenderForm, sender: EmailSender, findings: list[Finding], *, is_checked: bool
) -> HttpResponse:
    """Before a check nothing is said of single records, unless the domain is in use."""
    shown = {
        "sender": sender,
        "findings": findings,
        "is_checked": is_checked,
        "is_offered": mail_domain.is_offered(),
        "platform": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "spf_mechanism": mail_domain.spf_mechanism(),
    }
    return form_page(request, "notifications/settings/email.html", form, **shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
@recently_authenticated()
def email_check(request: HttpRequest) -> HttpResponse:
    """Ask the DNS whether the LGO's domain lets us send for it."""
    if request.method != "POST" or not mail_domain.is_offered() or not selectors.email_sender().domain:
        return redirect("notification_email")
    try:
        findings = services.check_domain(actor=me(request), at=timezone.now())
    except DnsSilent:
        messages.error(request, _("The name servers do not answer. Please check again in some minutes."))
        return redirect("notification_email")
    sender = selectors.email_sender()
    return _email_page(request, EmailSenderForm.of(sender, None), sender, findings, is_checked=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
@recently_authenticated()
def sms(request: HttpRequest) -> HttpResponse:
    """Which SMS gateway, and how it is asked."""
    account = selectors.sms_account()
    form = SmsAccountForm.of(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_sms_account(
            values=form.values(),
            headers=form.cleaned_data.get("headers"),
            fields=form.cleaned_data.get("fields_sent"),
            actor=me(request),
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("notification_sms")
    used = selectors.sms_parts_this_month()
    near = account.is_renewal_near(clock.today())
    return form_page(request, "notifications/settings/sms.html", form, account=account, used=used, renewal_near=near)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_settings
@recently_authenticated()
def line(request: HttpRequest) -> HttpResponse:
    """The keys of the LGO's LINE account."""
    channel = selectors.line_channel()
    form = LineChannelForm.of(channel, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_line_channel(**form.cleaned_data, actor=me(request), at=timezone.now())
        messages.success(request, _("Saved. Now check the connection."))
        return redirect("notification_line")
    return form_page(request, "notifications/settings/line.html", form, channel=channel, **_line_addresses(channel))


def _line_addresses(channel: Any) -> dict[str, str]:
    webhook = f"{site_url()}{reverse('line_webhook', args=[channel.webhook_key])}" if channel.webhook_key else ""
    friend = f"https://line.me/R/ti/p/{channel.basic_id}" if channel.basic_id else ""
    return {"webhook": webhook, "friend_qr": segno.make(friend, error="m").svg_data_uri(scale=5) if friend else ""}


@require_POST
@_settings
@recently_authenticated()
def line_check(request: HttpRequest) -> HttpResponse:
    """Ask LINE whether the keys are right."""
    try:
        account = services.check_line(at=timezone.now())
    except DeliveryFailed as failure:
        messages.error(request, f"{failure.failure.label} ({failure.detail})")
    else:
        messages.success(request, _("Connected to “%(name)s”.") % {"name": account.display_name})
    return redirect("notification_line")


@require_POST
@_settings
@recently_authenticated()
def unmark(request: HttpRequest, mark_id: int) -> HttpResponse:
    """Send to an address again."""
    if not services.unmark(mark_id=mark_id, actor=me(request), at=timezone.now()):
        raise Http404
    messages.success(request, _("We send to this address again."))
    return redirect("notification_channels")
