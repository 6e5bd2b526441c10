"""URLs of this app on an LGO's host."""

from django.urls import URLPattern, URLResolver, path, re_path

from shared_apps.notifications.views import channels, choices, letters, webhooks, wordings

_TEXT = "desk/settings/texts/<path:event_code>/<str:channel>/<str:language>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/settings/channels", channels.overview, name="notification_channels"),
    path("desk/settings/channels/test", channels.test_message, name="notification_test"),
    path("desk/settings/channels/email", channels.email, name="notification_email"),
    path("desk/settings/channels/email/check", channels.email_check, name="notification_email_check"),
    path("desk/settings/channels/sms", channels.sms, name="notification_sms"),
    path("desk/settings/channels/line", channels.line, name="notification_line"),
    path("desk/settings/channels/line/check", channels.line_check, name="notification_line_check"),
    path("desk/settings/channels/addresses/<int:mark_id>/open", channels.unmark, name="notification_unmark"),
    path("desk/settings/messages", letters.sent, name="notification_messages"),
    path("desk/settings/messages/replay", letters.replay_all, name="notification_replay_all"),
    path("desk/settings/messages/<uuid:message_id>", letters.letter, name="notification_message"),
    path("desk/settings/messages/<uuid:message_id>/open", letters.letter_open, name="notification_message_open"),
    path("desk/settings/messages/<uuid:message_id>/replay", letters.replay, name="notification_message_replay"),
    path("desk/settings/texts", wordings.texts, name="notification_texts"),
    re_path(
        r"^desk/settings/texts/export\.(?P<form>csv|xlsx)$", wordings.texts_export, name="notification_texts_export"
    ),
    path(f"{_TEXT}/preview", wordings.preview, name="notification_text_preview"),
    path(f"{_TEXT}/reset", wordings.reset, name="notification_text_reset"),
    path(_TEXT, wordings.edit, name="notification_text"),
    path("accounts/notifications/", choices.choices, name="notification_choices"),
    path("accounts/notifications/line/", choices.line_code, name="notification_line_code"),
    path("accounts/notifications/line/unlink/", choices.line_unlink, name="notification_line_unlink"),
    path("hooks/line/<str:key>", webhooks.line_webhook, name="line_webhook"),
]
