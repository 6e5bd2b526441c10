"""Webhooks, tokens and exports."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from shared_apps.accounts.models import User
from shared_apps.api.services import issue_token, revoke_token
from shared_apps.exports import services as exports
from shared_apps.exports.models import Export
from tenant_apps.integrations import services as integrations
from tenant_apps.integrations.selectors import webhooks
from tests.support.samples.model import Samples


def connections(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> dict[str, int]:
    """A webhook that nobody answers, and a token."""
    at = timezone.now()
    most = beyond.structure if beyond else {"webhook_id": 0, "token_id": 0}
    made = {"webhook_id": 0, "token_id": 0}
    while True:
        webhook = integrations.create_webhook(
            name=canary[0], url="http://127.0.0.1:9/", events=["complaint.rated"], actor=administrator, at=at
        ).webhook
        made["webhook_id"] = webhook.pk
        if webhook.pk > most["webhook_id"]:
            break
        integrations.delete_webhook(webhook=webhook, actor=administrator, at=at)  # an LGO may have a few only
    while True:
        token = issue_token(
            owner=administrator, name=canary[1], scopes=["complaints.view"], expires_at=at + timedelta(days=9), at=at
        ).token
        made["token_id"] = token.pk
        if token.pk > most["token_id"]:
            return made
        revoke_token(token=token, actor=administrator, at=at)  # a person may hold a few only


def delivery(administrator: User) -> UUID:
    webhook = webhooks()[0]
    return integrations.send_test(webhook=webhook, actor=administrator, at=timezone.now()).pk


def export(actor: User) -> Export:
    one = exports.list_for(actor, "complaints")
    return exports.order(one, form="csv", query="", total=1, language="th", actor=actor, at=timezone.now())
