"""URLs of the operator's host."""

from django.urls import URLPattern, URLResolver, include, path

from provisioning.views import joining, progress, provider, public, sign_up

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="site_home"),
    path("prices", public.prices, name="prices"),
    path("contact", public.contact, name="contact"),
    path("documents/<str:code>", public.document_check, name="document_check"),
    path("privacy", public.privacy, name="privacy"),
    path("trial-terms", public.trial_terms, name="trial_terms"),
    path("accessibility", public.accessibility, name="accessibility"),
    path("sign-up/", sign_up.start, name="sign_up"),
    path("sign-up/availability", sign_up.availability, name="sign_up_availability"),
    path("sign-up/check", sign_up.check, name="sign_up_check"),
    path("sign-up/confirm", sign_up.confirm, name="sign_up_confirm"),
    path("sign-up/resend", sign_up.resend, name="sign_up_resend"),
    path("sign-up/progress/<str:code>", progress.progress, name="sign_up_progress"),
    path("sign-up/progress/<str:code>/part", progress.progress_part, name="sign_up_progress_part"),
    path("sign-up/<slug:slug>", sign_up.page, name="sign_up_page"),
    path("staff/join/<str:token>", joining.join, name="staff_join"),
    path("webhooks/stripe", provider.stripe_webhook, name="stripe_webhook"),
    path("console/", include("provisioning.urls_console")),
]
