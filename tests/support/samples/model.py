"""What one tenant holds."""

from dataclasses import dataclass
from uuid import UUID

from shared_apps.accounts.models import Invitation, User
from shared_apps.exports.models import Export
from shared_apps.files.models import StoredFile
from shared_apps.notifications.models import AddressMark, Message
from tenant_apps.complaints.models import Category, Complaint, DelayCopy, Photo, ReplyTemplate, Source
from tenant_apps.desk.models import Run, SavedView
from tenant_apps.surveys.models import Response
from tenants.models import Tenant
from tests.support.samples.values import Values


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
    copy: DelayCopy
    message: Message
    mark: AddressMark
    delivery_id: UUID
    money: Values
    access_id: UUID
    handover_id: UUID

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
            "access_id": (str(self.access_id),),
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
            "copy_id": (str(self.copy.pk),),
            "message_id": (str(self.message.pk),),
            "mark_id": (str(self.mark.pk),),
            **self.money,
            "handover_id": (str(self.handover_id),),
        }
