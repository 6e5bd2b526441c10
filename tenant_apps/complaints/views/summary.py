"""What was answered, for the page on which it is checked."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shared_apps.ui.templatetags.thai import phone
from tenant_apps.complaints.forms.citizens import thumbnail_url
from tenant_apps.complaints.models import Draft, Kind, OnBehalf
from tenant_apps.complaints.selectors import category_by_code


def sections_of(draft: Draft, pages: Mapping[str, str]) -> list[dict[str, Any]]:
    """The sections of `ui/check_answers.html`, each row with the page on which it is changed."""
    urls = {step: reverse(name) for step, name in pages.items()}
    answers = draft.answers
    category = category_by_code(answers["category"])
    rows = [
        _row(_("Kind of case"), str(Kind(answers["kind"]).label), urls["topic"]),
        _row(_("What it is about"), category.name if category else "", urls["topic"]),
        *_place_rows(answers, urls["place"]),
        _row(_("Subject"), answers["title"], urls["details"]),
        _row(_("Details"), answers["description"], urls["details"]),
        _row(_("Photos"), "", urls["details"], photos=_photos(draft)),
        *_behalf_rows(answers, urls["contact"]),
        *_contact_rows(answers, urls["contact"]),
    ]
    return [{"rows": rows}]


def _place_rows(answers: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    if answers["kind"] == Kind.ADVICE:
        return []
    return [
        _row(_("Place of the matter"), answers.get("place", ""), url),
        _row(_("Pin on the map"), _pin(answers), url),
    ]


def _behalf_rows(answers: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    if answers.get("whose") != "other":
        return []
    relation = answers.get("behalf_relation", "")
    return [
        _row(_("Filed for"), answers.get("behalf_name", ""), url),
        _row(_("Who this is to you"), str(dict(OnBehalf.Relation.choices).get(relation, "")), url),
        _row(_("Telephone of this person"), phone(answers.get("behalf_phone", "")), url),
    ]


def _contact_rows(answers: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    if answers.get("anonymous"):
        return [_row(_("Who files"), _("Without saying who I am"), url)]
    return [
        _row(_("Name"), answers.get("name", ""), url),
        _row(_("Mobile phone"), phone(answers.get("phone", "")), url),
        _row(_("E-mail"), answers.get("email", ""), url),
    ]


def _row(label: str, value: str, url: str, photos: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"label": label, "value": value, "change_url": url, "photos": photos or []}


def _photos(draft: Draft) -> list[dict[str, str]]:
    return [
        {
            "url": thumbnail_url(key),
            "alt": draft.photo_notes.get(key, {}).get("caption") or _("Photo %(number)s") % {"number": number},
        }
        for number, key in enumerate(draft.photos, start=1)
    ]


def _pin(answers: Mapping[str, str]) -> str:
    latitude, longitude = answers.get("latitude"), answers.get("longitude")
    return f"{latitude}, {longitude}" if latitude and longitude else ""
