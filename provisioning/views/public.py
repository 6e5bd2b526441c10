"""The operator's site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing import documents
from billing.selectors import document_by_code, ladder_rules
from kit import clock
from provisioning import prices as price_book
from tenants.models import Tenant

SERVICES = (
    (
        "megaphone",
        _("Complaints and requests"),
        _("Citizens report from their phone with photos and a pin, follow every step, and rate the result."),
    ),
    (
        "building-add",
        _("Building permits up to 150 m²"),
        _("Apply online with the place on a map and the documents, pay, and receive the electronic permit."),
    ),
    (
        "shop",
        _("Food premises certificates"),
        _("Notify a place that sells or stores food, and receive the certificate electronically."),
    ),
    (
        "receipt",
        _("Waste and wastewater fees"),
        _("See what is owed, pay by QR code, attach the proof, and receive the electronic receipt."),
    ),
    (
        "envelope",
        _("Official letters (e-Saraban)"),
        _("Receive, send, annotate and sign by the Regulation on Correspondence, with gapless registers."),
    ),
)
READY_NOW = 1
"""How many of the services, from the first, can be used today; the others are announced."""
TRUST = (
    (
        "shield-lock",
        _("Every local government apart"),
        _("Each has its own area and its own role in the database. One cannot read another's data."),
    ),
    (
        "patch-check",
        _("By the law"),
        _("Made for the Electronic Performance Act 2565, the PDPA 2562 and the Regulation on Correspondence."),
    ),
    (
        "journal-text",
        _("Every action is on record"),
        _("Who did what and when is written down and cannot be changed afterwards."),
    ),
    (
        "people",
        _("For everyone"),
        _("Thai first, on any phone, readable for elders and with screen readers."),
    ),
)
BEGIN = (
    _("Fill in the sign-up: type, name, DLA code and central e-mail address."),
    _("Confirm your e-mail address with a 6-digit code."),
    _("Watch your system being set up; your own web address is ready at once."),
    _("Open the invitation in your e-mail, set a password, and invite your colleagues."),
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What it is, why trust it, how to begin."""
    services = [
        {"icon": icon, "title": title, "text": text, "is_ready": number <= READY_NOW}
        for number, (icon, title, text) in enumerate(SERVICES, start=1)
    ]
    context = {"services": services, "trust": TRUST, "begin": BEGIN, "trial_days": settings.TRIAL_DAYS}
    return render(request, "provisioning/home.html", context)


@login_not_required
@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Packages, installation, add-ons, worked examples."""
    book = price_book.price_list(clock.today())
    context = {"book": book, "examples": price_book.examples(book), "trial_days": settings.TRIAL_DAYS}
    return render(request, "provisioning/prices.html", context)


@login_not_required
@never_cache
@require_safe
def document_check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a quotation, invoice, receipt or credit note is ours: what it says, for whoever has its code."""
    found = document_by_code(code)
    context = {
        "document": found,
        "content": documents.from_json(found.content) if found else None,
        "void": documents.void_of(found) if found else None,
    }
    return render(request, "provisioning/document_check.html", context, status=200 if found else 404)


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask."""
    return render(request, "provisioning/contact.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about a person here, why and how long."""
    return render(request, "provisioning/privacy.html", {"days": 30})


@login_not_required
@require_safe
def trial_terms(request: HttpRequest) -> HttpResponse:
    """What a free trial gives and asks, with the numbers in force."""
    tenant, rules = Tenant(), ladder_rules(clock.today())
    context = {
        "trial_days": settings.TRIAL_DAYS,
        "accounts": tenant.accounts,
        "storage": tenant.bytes_allowed,
        "rules": rules,
    }
    return render(request, "provisioning/trial_terms.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What everyone can expect of the pages."""
    return render(request, "provisioning/accessibility.html")
