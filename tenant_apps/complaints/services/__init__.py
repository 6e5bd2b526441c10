"""Every write of complaints."""

from tenant_apps.complaints.services.citizens import answer, confirm, rate, record_own_export, reopen_as_citizen
from tenant_apps.complaints.services.copies import record_delay_copy, take_back_delay_copy
from tenant_apps.complaints.services.drafts import (
    add_photo,
    begin_draft,
    caption_photos,
    discard_draft,
    drop_stale_drafts,
    keep_photos,
    keep_typed,
    remove_photo,
    save_step,
)
from tenant_apps.complaints.services.filing import Behalf, Filing, Receipt, file_complaint, receipt_of, submit_draft
from tenant_apps.complaints.services.following import follow_case, tell_followers, unfollow_case
from tenant_apps.complaints.services.intake import record_person_sought, take_down
from tenant_apps.complaints.services.merging import merge, unmerge
from tenant_apps.complaints.services.officers import (
    accept,
    ask,
    assign,
    close,
    close_silently_accepted,
    file_in_error,
    forward,
    keep_photo,
    record_contact_seen,
    record_print,
    record_same_person_seen,
    reopen,
    resolve,
    resume,
    start,
)
from tenant_apps.complaints.services.options import change_citizen_options
from tenant_apps.complaints.services.photos import add_photo_to_case, drop_abandoned_photos, file_with_photos
from tenant_apps.complaints.services.pins import issue_new_pin
from tenant_apps.complaints.services.redacting import cover, record_original_seen, uncover
from tenant_apps.complaints.services.replies import (
    add_reply_photo,
    drop_stale_replies,
    keep_reply,
    keep_reply_photos,
    remove_reply_photo,
    send_reply,
)
from tenant_apps.complaints.services.replying import forget_reply, save_reply
from tenant_apps.complaints.services.seeding import seed, seed_sources
from tenant_apps.complaints.services.settings import (
    add_category,
    change_category,
    change_policy,
    change_steps,
    delete_category,
    forget_policy,
    move_category,
)
from tenant_apps.complaints.services.sharing import add_note, name_officer, record_look, unname_officer
from tenant_apps.complaints.services.timing import explain_delay, extend, recount_open_cases
from tenant_apps.complaints.services.warning import remind_citizens, warn_officers
from tenant_apps.complaints.services.ways_in import add_source, change_source

__all__ = [
    "Behalf",
    "Filing",
    "Receipt",
    "accept",
    "add_category",
    "add_note",
    "add_photo",
    "add_photo_to_case",
    "add_reply_photo",
    "add_source",
    "answer",
    "ask",
    "assign",
    "begin_draft",
    "caption_photos",
    "change_category",
    "change_citizen_options",
    "change_policy",
    "change_source",
    "change_steps",
    "close",
    "close_silently_accepted",
    "confirm",
    "cover",
    "delete_category",
    "discard_draft",
    "drop_abandoned_photos",
    "drop_stale_drafts",
    "drop_stale_replies",
    "explain_delay",
    "extend",
    "file_complaint",
    "file_in_error",
    "file_with_photos",
    "follow_case",
    "forget_policy",
    "forget_reply",
    "forward",
    "issue_new_pin",
    "keep_photo",
    "keep_photos",
    "keep_reply",
    "keep_reply_photos",
    "keep_typed",
    "merge",
    "move_category",
    "name_officer",
    "rate",
    "receipt_of",
    "record_contact_seen",
    "record_delay_copy",
    "record_look",
    "record_original_seen",
    "record_own_export",
    "record_person_sought",
    "record_print",
    "record_same_person_seen",
    "recount_open_cases",
    "remind_citizens",
    "remove_photo",
    "remove_reply_photo",
    "reopen",
    "reopen_as_citizen",
    "resolve",
    "resume",
    "save_reply",
    "save_step",
    "seed",
    "seed_sources",
    "send_reply",
    "start",
    "submit_draft",
    "take_back_delay_copy",
    "take_down",
    "tell_followers",
    "uncover",
    "unfollow_case",
    "unmerge",
    "unname_officer",
    "warn_officers",
]
