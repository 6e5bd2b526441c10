"""URLs of the console, under /console/ on the operator's host."""

from django.urls import URLPattern, URLResolver, include, path

from provisioning.views import handover, provider
from provisioning.views.console import (
    adoption,
    approvals,
    asking,
    collections,
    exports,
    overview,
    staff,
    support,
    tenants,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.dashboard, name="console"),
    path("tenants", tenants.tenants, name="console_tenants"),
    path("tenants/<uuid:tenant_id>", tenants.tenant, name="console_tenant"),
    path("tenants/<uuid:tenant_id>/run", tenants.run_part, name="console_run"),
    path("tenants/<uuid:tenant_id>/act", tenants.act, name="console_act"),
    path("tenants/<uuid:tenant_id>/contacts", tenants.contacts, name="console_contacts"),
    path("tenants/<uuid:tenant_id>/ask/<slug:action>", asking.ask, name="console_ask"),
    path("tenants/<uuid:tenant_id>/data", handover.console_handover, name="console_handover"),
    path("tenants/<uuid:tenant_id>/data/<uuid:handover_id>", handover.console_archive, name="console_archive"),
    path("tenants/<uuid:tenant_id>/certificate", handover.console_certificate, name="console_certificate"),
    path("tenants/<uuid:tenant_id>/notes", asking.note, name="console_note"),
    path("notes/<int:note_id>/done", asking.finish_note, name="console_note_done"),
    path("tenants/<uuid:tenant_id>/visit", support.ask, name="console_support_ask"),
    path("support", support.visits, name="console_visits"),
    path("support/<uuid:access_id>", support.visit, name="console_support"),
    path("support/<uuid:access_id>/enter", support.enter, name="console_support_enter"),
    path("support/<uuid:access_id>/end", support.withdraw, name="console_support_end"),
    path("approvals", approvals.approvals, name="console_approvals"),
    path("approvals/<uuid:approval_id>", approvals.approval, name="console_approval"),
    path("approvals/<uuid:approval_id>/decide", approvals.decide, name="console_approval_decide"),
    path("staff", staff.staff, name="console_staff"),
    path("staff/<int:person_id>", staff.person, name="console_staff_person"),
    path("collections", collections.board, name="console_collections"),
    path("collections/<slug:code>", collections.stage, name="console_stage"),
    path("collections/<slug:code>/remind", collections.remind, name="console_remind"),
    path("adoption", adoption.dashboard, name="console_adoption"),
    path("jobs", overview.jobs, name="console_jobs"),
    path("jobs/<uuid:job_id>/replay", overview.replay, name="console_replay"),
    path("log", overview.log, name="console_log"),
    path("money/", include("provisioning.urls_money")),
    path("money/stripe", provider.messages, name="provider_messages"),
    path("money/stripe/messages/<int:provider_message_id>/again", provider.again, name="provider_message_again"),
    path("money/stripe/disputes", provider.disputes, name="provider_disputes"),
    path("money/stripe/payouts", provider.payouts, name="provider_payouts"),
    path("exports/<slug:code>/<slug:form>", exports.export_list, name="console_export"),
]
