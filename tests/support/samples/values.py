"""What every sample is made with, and parameters of routes that name no object."""

from django.utils import timezone

PASSWORD = "three odd words"
PIN = "135790"
Values = dict[str, tuple[str, ...]]

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
    "my_cases_export.form": ("csv", "xlsx"),
    "notification_texts_export.form": ("csv", "xlsx"),
    "report_export.form": ("pdf", "csv", "xlsx"),
    "console_export.code": ("console-approvals", "console-tenants", "console-invoices", "console-adoption"),
    "console_ask.action": ("suspend", "extend_trial", "respite", "change_plan", "waive", "credit", "terminate"),
    "console_export.form": ("csv", "xlsx"),
    "finance_buy.what": ("storage", "upgrade"),
    "console_stage.code": ("soon", "grace"),
    "console_remind.code": ("soon",),
    "support_enter.key": ("no-such-key",),
    "mfa_remove_webauthn.pk": ("0",),
    "mfa_edit_webauthn.pk": ("0",),
    "without_slash.path": ("search", "prices"),
    "gallery_error.name": ("404", "tenant_suspended"),
    "sign_up_page.slug": ("type", "area", "code", "address", "mailbox", "contact"),
}
"""Parameters that name no object."""
