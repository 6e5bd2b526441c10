"""The operator's own objects: what its staff have to do with."""

from uuid import UUID, uuid4

from django.utils import timezone

from billing.gateway import EventFact
from billing.models import ProviderEvent
from billing.services.messages import keep_message
from provisioning.models import Duty, SupportAccess
from provisioning.services import approvals, follow_ups, joining
from provisioning.services.staff import set_duties
from shared_apps.accounts import services as accounts
from shared_apps.accounts.models import User
from shared_apps.jobs.models import JobState, OutboxJob
from shared_apps.jobs.services import enqueue
from tenants.models import Tenant
from tenants.scope import public_scope
from tenants.workflow import TenantState
from tests.factories.handovers import erased
from tests.factories.sign_ups import applied
from tests.support.samples.bank import money_samples
from tests.support.samples.values import PASSWORD, Values


def make_operator_samples() -> Values:
    """One sign-up under way, one job that was given up and one request, on the operator's own tables."""
    with public_scope():
        run = applied(77)
        job_id = enqueue("provisioning.provision", code="none")
        OutboxJob.objects.filter(pk=job_id).update(state=JobState.DEAD)
        person = _person()
        return {
            "tenant_id": (str(run.tenant_id),),
            "handover_id": (str(erased(run.tenant, person).pk),),
            "job_id": (str(job_id),),
            "code": (run.code,),
            "token": ("x" * 43,),
            "document_check.code": ("no-such-code",),
            "approval_id": (str(_approval(person)),),
            "person_id": (str(person.pk),),
            "invitation_id": (str(_invitation(person)),),
            "access_id": (str(_visit(run.tenant, person, "ทดสอบ")),),
            "provider_message_id": (str(_message()),),
            "note_id": (str(_note(run.tenant, person)),),
            **money_samples(run.tenant),
        }


def _message() -> int:
    """Something that the payment provider told."""
    at = timezone.now()
    fact = EventFact(reference="evt_sample", kind="customer.created", subject="cus_sample", happened_at=at)
    keep_message(fact=fact, at=at)
    return ProviderEvent.objects.get(reference="evt_sample").pk


def _invitation(person: User) -> int:
    """Somebody who is to join the staff."""
    made = joining.invite(
        email=f"new-{uuid4().hex[:8]}@dga.example",
        display_name="มานี",
        duties=["support"],
        actor=person,
        at=timezone.now(),
    )
    return int(made.pk)


def _person() -> User:
    at = timezone.now()
    email = f"clerk-{uuid4().hex[:8]}@dga.example"
    person = accounts.create_staff(email=email, display_name="มานะ", password=PASSWORD, actor=None, at=at)
    set_duties(user=person, duties=[Duty.SUPPORT], actor=None, at=at)
    return User.objects.get(pk=person.pk)


def _approval(person: User) -> UUID:
    """A request that waits; it is about an LGO of neither side."""
    lgo = applied(78).tenant
    Tenant.objects.filter(pk=lgo.pk).update(state=TenantState.TRIAL)
    lgo.refresh_from_db()
    made = approvals.ask(
        kind="tenant-suspend", subject=f"tenant:{lgo.pk}", reason="ทดสอบ", tenant=lgo, actor=person, at=timezone.now()
    )
    return made.pk


def _note(tenant: Tenant, person: User) -> int:
    """Something that is still to be done."""
    made = follow_ups.note(
        tenant=tenant, kind="call", text="ทดสอบ", due_on=timezone.localdate(), actor=person, at=timezone.now()
    )
    return made.pk


def visit_of(tenant: Tenant) -> UUID:
    """A visit to this LGO that is asked for."""
    with public_scope():
        return _visit(tenant, _person(), "ทดสอบ")


def _visit(tenant: Tenant, person: User, reason: str) -> UUID:
    return SupportAccess.objects.create(tenant=tenant, staff=person, reason=reason, minutes=30).pk
