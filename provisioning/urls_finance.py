"""URLs of an LGO's money, on its own host."""

from django.urls import URLPattern, URLResolver, path, re_path

from provisioning.views.finance import documents, history, invoices, offers, overview, quotes

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/billing/", overview.overview, name="finance"),
    path("desk/billing/usage", overview.usage, name="finance_usage"),
    path("desk/billing/history", history.history, name="finance_history"),
    path("desk/billing/tax", overview.tax_data, name="finance_tax"),
    path("desk/billing/new", offers.new, name="finance_new"),
    path("desk/billing/storage", offers.storage, name="finance_storage"),
    path("desk/billing/upgrade", offers.upgrade, name="finance_upgrade"),
    re_path(r"^desk/billing/(?P<what>storage|upgrade)/quote$", offers.buy, name="finance_buy"),
    path("desk/billing/renewal", offers.renewal, name="finance_renewal"),
    path("desk/billing/renewal/quote", offers.quote_renewal, name="finance_renewal_quote"),
    path("desk/billing/budget", offers.budget, name="finance_budget"),
    path("desk/billing/quotes/<str:number>", quotes.quote, name="finance_quote"),
    path("desk/billing/quotes/<str:number>/order", quotes.order, name="finance_order"),
    path("desk/billing/quotes/<str:number>/accept", quotes.accept, name="finance_accept"),
    path("desk/billing/quotes/<str:number>/decline", quotes.decline, name="finance_decline"),
    path("desk/billing/quotes/<str:number>/procurement.pdf", documents.pack, name="finance_pack"),
    path("desk/billing/invoices/<str:number>", invoices.invoice, name="finance_invoice"),
    path("desk/billing/invoices/<str:number>/pay", invoices.pay, name="finance_pay"),
    path("desk/billing/invoices/<str:number>/slip", invoices.slip, name="finance_slip"),
    path(
        "desk/billing/invoices/<str:number>/certificates/<int:certificate_id>",
        invoices.certificate,
        name="finance_certificate",
    ),
    path("desk/billing/evidence/<int:evidence_id>", invoices.evidence, name="finance_evidence"),
    path("desk/billing/documents", documents.documents, name="finance_documents"),
    path("desk/billing/documents/<str:number>", documents.document, name="finance_document"),
    path("desk/billing/documents/<str:number>/replace", documents.replace, name="finance_replace"),
    path("desk/billing/documents/<str:number>/file.pdf", documents.pdf, name="finance_pdf"),
]
