"""One object of each kind in a tenant, made through the services, and what fills the parameters of routes."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kit import clock
from shared_apps.accounts import services as accounts
from shared_apps.accounts.models import Invitation, User
from shared_apps.api.services import issue_token, revoke_token
from shared_apps.exports import services as exports
from shared_apps.exports.models import Export
from shared_apps.files.models import StoredFile
from shared_apps.files.services import store_image
from shared_apps.jobs.models import JobState, OutboxJob
from shared_apps.jobs.services import enqueue
from shared_apps.notifications import services as notifications
from shared_apps.notifications.models import AddressMark, Failure, Message
from tenant_apps.complaints import services as complaints
from tenant_apps.complaints.models import PHOTO_PURPOSE, Category, Complaint, Photo, ReplyTemplate, Source
from tenant_apps.complaints.selectors import category_by_code
from tenant_apps.desk import services as desk
from tenant_apps.desk.models import Run, SavedView
from tenant_apps.integrations import services as integrations
from tenant_apps.integrations.selectors import webhooks
from tenant_apps.registry import services as registry
from tenant_apps.registry.models import Capacity
from tenant_apps.registry.selectors import divisions, officer_of
from tenant_apps.surveys import services as surveys
from tenant_apps.surveys.models import Response
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.factories.photos import photo
from tests.factories.sign_ups import applied

PASSWORD = "three odd words"
PIN = "135790"
Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Samples:
    """What one tenant holds. `canary` stands in every text of it, in Thai letters and in Latin ones."""

    tenant: Tenant
    canary: tuple[str, str]
    citizen: User
    stranger: User
    officer: User
    administrator: User
    invitation: Invitation
    token: str
    complaint: Complaint
    category: Category
    source: Source
    response: Response
    file: StoredFile
    export: Export
    draft_id: UUID
    structure: dict[str, int]
    view: SavedView
    run: Run
    photo: Photo
    reply: ReplyTemplate
    message: Message
    mark: AddressMark
    delivery_id: UUID

    @property
    def identifiers(self) -> Values:
        """Parameters that name an object of this tenant."""
        return {
            "number": (self.complaint.number,),
            "code": (self.complaint.tracking_code,),
            "reference": (self.complaint.tracking_code,),
            "file_id": (str(self.file.pk),),
            "draft_id": (str(self.draft_id),),
            "delivery_id": (str(self.delivery_id),),
            "user_id": (str(self.officer.pk),),
            "category_id": (str(self.category.pk),),
            "source_id": (str(self.source.pk),),
            "response_id": (str(self.response.pk),),
            "invitation_id": (str(self.invitation.pk),),
            "token": (self.token,),
            "export_id": (str(self.export.pk),),
            **{name: (str(key),) for name, key in self.structure.items()},
            "view_id": (str(self.view.pk),),
            "run_id": (str(self.run.pk),),
            "photo_id": (str(self.photo.pk),),
            "reply_id": (str(self.reply.pk),),
            "message_id": (str(self.message.pk),),
            "mark_id": (str(self.mark.pk),),
        }


CHOICES: Values = {
    "site_start_step.step": ("contact",),
    "site_holidays_import.year": (str(timezone.localdate().year + 1),),
    "site_holiday.holiday_id": ("1",),
    "site_holiday_remove.holiday_id": ("1",),
    "site_picture.picture": ("seal",),
    "site_privacy_version.version": ("1",),
    "line_webhook.key": ("no-such-key",),
    "event_code": ("complaints/accept",),
    "channel": ("sms",),
    "language": ("th",),
    "provider": ("thaid",),
    "account_consent.purpose": ("news",),
    "account_contact_remove.kind": ("email", "phone"),
    "digital_id_required.service": ("complaints.file",),
    "export_list.list_name": ("complaints", "inbox"),
    "export_list.form": ("csv", "xlsx"),
    "complaint_reply_photo.action": ("answer",),
    "complaint_reply_autosave.action": ("reopen",),
    "desk_complaint_act.action": ("assign", "forward", "note"),
    "open311_definition.code": ("street-lights",),
    "open_data_cases.form": ("csv", "json"),
    **{
        f"open311_{name}.form": ("json", "xml")
        for name in ("discovery", "services", "definition", "requests", "request", "token")
    },
    "complaint_category_move.way": ("up", "down"),
    "desk_inbox_tab.tab": ("all",),
    "survey_export.form": ("csv", "xlsx"),
    "report_export.form": ("pdf", "csv", "xlsx"),
    "mfa_remove_webauthn.pk": ("0",),
    "mfa_edit_webauthn.pk": ("0",),
    "without_slash.path": ("search", "prices"),
    "gallery_error.name": ("404", "tenant_suspended"),
    "sign_up_page.slug": ("type", "area", "code", "address", "mailbox", "contact"),
}
"""Parameters that name no object."""


def make_samples(tenant: Tenant, slug: str, *, beyond: "Samples | None" = None) -> Samples:
    """Fill `tenant`. With `beyond`, no number of its objects is one of an object there."""
    canary = ("นกขมิ้นเหลืองอ่อน" + {"north": "เหนือ", "south": "ใต้"}[slug], f"canary-{slug}")
    with tenant_scope(tenant):
        while beyond and _citizen(f"filler{User.objects.count()}@{canary[1]}.example", canary).pk < _last(beyond):
            pass
        citizen, stranger = (_citizen(_email(who, canary), canary) for who in ("citizen", "stranger"))
        officer = _officer(_email("officer", canary), canary, is_administrator=False)
        administrator = _officer(_email("admin", canary), canary, is_administrator=True)
        invitation = _invitation(administrator, canary, beyond)
        complaint, file = _complaint(citizen, canary, beyond)
        structure = _structure(administrator, canary, beyond)
        return Samples(
            tenant=tenant,
            canary=canary,
            citizen=citizen,
            stranger=stranger,
            officer=officer,
            administrator=administrator,
            invitation=invitation,
            token=_token(invitation),
            complaint=complaint,
            category=_category(administrator, canary, beyond),
            source=_source(administrator, canary, beyond),
            response=_response(complaint, canary, beyond),
            file=file,
            export=_export(administrator),
            draft_id=_draft(citizen, canary),
            structure=structure | _connections(administrator, canary, beyond),
            delivery_id=_delivery(administrator),
            view=_view(administrator, canary, beyond),
            photo=Photo.objects.get(file=file),
            reply=_reply(administrator, canary, beyond),
            run=desk.begin_run(
                verb="assign",
                cases=[_row(complaint)],
                officer=officer_of(officer),
                actor=officer,
                at=timezone.now(),
                note="",
            ),
            message=_message(invitation),
            mark=_mark(invitation, administrator, beyond),
        )


def _row(complaint: Complaint) -> dict[str, Any]:
    return {"service": "complaints", "id": complaint.pk, "number": complaint.number, "version": complaint.version}


def _reply(actor: User, canary: tuple[str, str], beyond: "Samples | None") -> ReplyTemplate:
    while True:
        made = complaints.save_reply(
            reply=None,
            name=f"{canary[0]} {ReplyTemplate.objects.count()}",
            act="",
            category=None,
            text=" ".join(canary),
            active=True,
            actor=actor,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.reply.pk:
            return made


def _view(owner: User, canary: tuple[str, str], beyond: "Samples | None") -> SavedView:
    """A view that is shared with the division in which all officers of the samples work."""
    while True:
        number = SavedView.objects.count()
        made = desk.save_view(
            name=f"{canary[0]} {number}",
            tab="all",
            query="",
            division=divisions().first(),
            is_first=False,
            actor=owner,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.view.pk:
            return made


def _connections(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> dict[str, int]:
    """A webhook that nobody answers, and a token."""
    at = timezone.now()
    most = beyond.structure if beyond else {"webhook_id": 0, "token_id": 0}
    made = {"webhook_id": 0, "token_id": 0}
    while made["webhook_id"] <= most["webhook_id"]:
        made["webhook_id"] = integrations.create_webhook(
            name=canary[0], url="http://127.0.0.1:9/", events=["complaint.rated"], actor=administrator, at=at
        ).webhook.pk
    while True:
        token = issue_token(
            owner=administrator, name=canary[1], scopes=["complaints.view"], expires_at=at + timedelta(days=9), at=at
        ).token
        made["token_id"] = token.pk
        if token.pk > most["token_id"]:
            return made
        revoke_token(token=token, actor=administrator, at=at)  # a person may hold a few only


def _delivery(administrator: User) -> UUID:
    webhook = webhooks()[0]
    return integrations.send_test(webhook=webhook, actor=administrator, at=timezone.now()).pk


def _draft(citizen: User, canary: tuple[str, str]) -> UUID:
    answers = {"kind": "complaint", "category": "street-lights", "title": " ".join(canary)}
    draft = complaints.save_step(draft_id=None, step="topic", answers=answers, owner=citizen, at=timezone.now())
    return draft.pk


def _email(who: str, canary: tuple[str, str]) -> str:
    """New in every run: Redis remembers for a while what was sent to an address."""
    return f"{who}-{uuid4().hex[:8]}@{canary[1]}.example"


def _last(samples: Samples) -> int:
    return int(samples.administrator.pk)


def _citizen(email: str, canary: tuple[str, str]) -> User:
    user = accounts.citizen_of(email=email, at=timezone.now())
    accounts.set_name(user=user, display_name=f"{canary[0]} {canary[1]}", at=timezone.now())
    return user


def _officer(email: str, canary: tuple[str, str], *, is_administrator: bool) -> User:
    at = timezone.now()
    user = _new_officer(email, canary, is_administrator=is_administrator)
    registry.appoint(user=user, division=divisions().first(), position=canary[0], actor=None, at=at)
    if is_administrator:
        accounts.activate_second_factor(user=user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", at=at)
    return user


def _new_officer(email: str, canary: tuple[str, str], *, is_administrator: bool = False) -> User:
    return accounts.create_officer(
        email=email,
        display_name=f"{canary[0]} {canary[1]}",
        password=PASSWORD,
        is_administrator=is_administrator,
        actor=None,
        at=timezone.now(),
    )


def _invitation(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Invitation:
    number = 0
    while True:
        number += 1
        made = registry.invite(
            email=f"invited{number}@{canary[1]}.example",
            display_name=canary[0],
            division=divisions().first(),
            position=canary[0],
            is_administrator=False,
            actor=administrator,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.invitation.pk:
            return made
        accounts.revoke_invitation(invitation=made, actor=administrator, at=timezone.now())


def _structure(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> dict[str, int]:
    """Numbers of a division, position, role and acting order, none of which is one of `beyond`."""
    at, number = timezone.now(), 0
    while True:
        number += 1
        words = f"{canary[0]} {canary[1]} {number}"
        role = registry.save_role(
            role=None, name=words, description=words, granted=[], is_default=False, actor=None, at=at
        )
        position = registry.save_position(position=None, name=words, level=10, role=role, actor=None, at=at)
        division = registry.save_division(division=None, name=words, short_name=canary[0][:30], actor=None, at=at)
        user = _new_officer(_email(f"deputy{number}", canary), canary)
        deputy = registry.appoint(user=user, division=division, position=canary[0], roles=[role], actor=None, at=at)
        order = registry.add_acting_order(
            order=registry.Order(
                deputy=deputy,
                position=position,
                capacity=Capacity.ACTING_IN_POSITION,
                order_number=words,
                order_date=clock.today(),
                starts_on=clock.today(),
                ends_on=clock.today(),
            ),
            upload=None,
            actor=administrator,
            at=at,
        )
        keys = {"division_id": division.pk, "position_id": position.pk, "role_id": role.pk, "order_id": order.pk}
        if beyond is None or all(key > beyond.structure[name] for name, key in keys.items()):
            return keys


def _token(invitation: Invitation) -> str:
    """The link's token stands in the e-mail only."""
    body = Message.objects.get(event="accounts/invitation", to=invitation.email).body
    found = re.search(r"/invitation/([^/\s]+)/", body)
    assert found, body
    return found[1]


def _complaint(citizen: User, canary: tuple[str, str], beyond: Samples | None) -> tuple[Complaint, StoredFile]:
    while True:
        file = store_image(photo(f"{canary[1]}.jpg"), actor=citizen, purpose=PHOTO_PURPOSE, at=timezone.now())
        complaint = complaints.file_complaint(
            filing=filing(canary), reporter=citizen, at=timezone.now(), photos=[file], pin=PIN
        ).complaint
        if beyond is None or complaint.number > beyond.complaint.number:
            return complaint, file


def _message(invitation: Invitation) -> Message:
    """The message that invited."""
    return Message.objects.get(event="accounts/invitation", to=invitation.email)


def _mark(invitation: Invitation, administrator: User, beyond: Samples | None) -> AddressMark:
    """The invitation came back."""
    while True:
        message = _message(invitation)
        at = timezone.now()
        notifications.mark_bounced(message_id=message.pk, recipient=message.to, failure=Failure.BOUNCED, at=at)
        mark = AddressMark.objects.get()
        if beyond is None or mark.pk > beyond.mark.pk:
            return mark
        notifications.unmark(mark_id=mark.pk, actor=administrator, at=at)


def _export(actor: User) -> Export:
    one = exports.list_for(actor, "complaints")
    return exports.order(one, form="csv", query="", total=1, language="th", actor=actor, at=timezone.now())


def _source(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Source:
    values = {"name_th": canary[0], "name_en": canary[1], "order": 900, "active": True}
    while True:
        made = complaints.add_source(values=values, actor=administrator, at=timezone.now())
        if beyond is None or made.pk > beyond.source.pk:
            return made


def _category(administrator: User, canary: tuple[str, str], beyond: Samples | None) -> Category:
    while True:
        names = {"name_th": canary[0], "name_en": canary[1], "division": divisions().first()}
        made = complaints.add_category(values=names, days=5, unit="working", actor=administrator, at=timezone.now())
        if beyond is None or made.pk > beyond.category.pk:
            return made


def _response(complaint: Complaint, canary: tuple[str, str], beyond: Samples | None) -> Response:
    number = 0
    while True:
        number += 1
        made = surveys.respond(
            service="complaints",
            case_reference=f"{complaint.number}/{number}",
            division=complaint.division,
            score=4,
            comment=canary[0],
            actor=None,
            at=timezone.now(),
        )
        if beyond is None or made.pk > beyond.response.pk:
            return made


def filing(canary: tuple[str, str], **values: Any) -> complaints.Filing:
    """A complaint about a street light, whose every text holds the canary."""
    category = category_by_code("street-lights")
    assert category is not None
    both = " ".join(canary)
    given = {"title": f"ไฟดับ {both}", "description": f"ไฟถนนดับมาสามวันแล้ว {both}", "place": both, "name": both}
    return complaints.Filing(
        category=category, **{**given, "phone": "+66812345678", "email": f"citizen@{canary[1]}.example", **values}
    )


def make_operator_samples() -> Values:
    """One sign-up under way and one job that was given up, on the operator's own tables."""
    with public_scope():
        run = applied(77)
        job_id = enqueue("provisioning.provision", code="none")
        OutboxJob.objects.filter(pk=job_id).update(state=JobState.DEAD)
        return {"tenant_id": (str(run.tenant_id),), "job_id": (str(job_id),), "code": (run.code,), "token": ("x" * 43,)}
