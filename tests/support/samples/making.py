"""A tenant's objects, made in the order in which they need each other."""

from shared_apps.accounts.models import User
from tenant_apps.complaints.models import Photo
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.factories.handovers import ready_handover
from tests.support.samples import cases, connections, people
from tests.support.samples.model import Samples
from tests.support.samples.money import money
from tests.support.samples.operator import visit_of


def make_samples(tenant: Tenant, slug: str, *, beyond: "Samples | None" = None) -> Samples:
    """Fill `tenant`. With `beyond`, no number of its objects is one of an object there."""
    canary = ("นกขมิ้นเหลืองอ่อน" + {"north": "เหนือ", "south": "ใต้"}[slug], f"canary-{slug}")
    with tenant_scope(tenant):
        while beyond and people.citizen(f"filler{User.objects.count()}@{canary[1]}.example", canary).pk < _last(beyond):
            pass
        citizen, stranger = (people.citizen(people.email(who, canary), canary) for who in ("citizen", "stranger"))
        officer = people.officer(people.email("officer", canary), canary, is_administrator=False)
        administrator = people.officer(people.email("admin", canary), canary, is_administrator=True)
        invitation = people.invitation(administrator, canary, beyond)
        complaint, file = cases.complaint(citizen, canary, beyond)
        structure = people.structure(administrator, canary, beyond)
        return Samples(
            tenant=tenant,
            canary=canary,
            citizen=citizen,
            stranger=stranger,
            officer=officer,
            administrator=administrator,
            invitation=invitation,
            token=people.token(invitation),
            complaint=complaint,
            category=cases.category(administrator, canary, beyond),
            source=cases.source(administrator, canary, beyond),
            response=cases.response(complaint, canary, beyond),
            file=file,
            export=connections.export(administrator),
            draft_id=cases.draft(citizen, canary),
            structure=structure | connections.connections(administrator, canary, beyond),
            delivery_id=connections.delivery(administrator),
            access_id=visit_of(tenant),
            view=cases.view(administrator, canary, beyond),
            photo=Photo.objects.get(file=file),
            reply=cases.reply(administrator, canary, beyond),
            copy=cases.delay_copy(administrator, canary, beyond),
            run=cases.run(complaint, officer),
            message=people.message_of(invitation),
            mark=people.mark(invitation, administrator, beyond),
            money=money(tenant, canary),
            handover_id=ready_handover(tenant).pk,
        )


def _last(samples: Samples) -> int:
    return int(samples.administrator.pk)
