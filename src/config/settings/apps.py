"""What is installed, and how tenants are kept apart."""

from config.settings.environment import IS_PRODUCTION, env

# --- Apps -----------------------------------------------------------------------------

_BOTH = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "shared_apps.accounts",
    "shared_apps.audit",
    "shared_apps.files",
    "shared_apps.notifications",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
SHARED_APPS = [
    "django_tenants",
    "tenants",
    *_BOTH,
    "shared_apps.jobs",
    "billing",
    "provisioning",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "shared_apps.ui",
    "shared_apps.geography",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "dramatiq_crontab",
    "django_structlog",
    "csp",
    "ninja",
]
TENANT_APPS = [
    *_BOTH,
    "allauth.socialaccount",
    "shared_apps.casework",
    "shared_apps.api",
    "shared_apps.exports",
    "tenant_apps.registry",
    "tenant_apps.site",
    "tenant_apps.integrations",
    "tenant_apps.desk",
    "tenant_apps.surveys",
    "tenant_apps.complaints",
    "tenant_apps.open_data",
    "tenant_apps.reports",
]
# Our templates and messages come first so that they override those of allauth and crispy.
_FIRST = ["shared_apps.ui", "shared_apps.accounts"]
INSTALLED_APPS = list(dict.fromkeys([*_FIRST, *SHARED_APPS, *TENANT_APPS]))

# --- Tenancy --------------------------------------------------------------------------

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
TENANT_URLCONF = "config.urls_tenant"
ROOT_URLCONF = "config.urls_public"
DATABASE_ROUTERS = ["tenants.guard.ScopeRouter", "django_tenants.routers.TenantSyncRouter"]
PUBLIC_SCHEMA_NAME = "public"
TEMPLATE_SCHEMA = "tenant_template"
EXTENSION_SCHEMA = "ext"
SPARE_SCHEMAS = env.int("SPARE_SCHEMAS", 20 if IS_PRODUCTION else 5)
TRIAL_DAYS = env.int("TRIAL_DAYS", 90)
# Off: a sign-up waits until the operator's staff approve it.
SIGNUP_AUTO_APPROVE = env.bool("SIGNUP_AUTO_APPROVE", True)
# With a purchase order what was bought begins at once; off: when its invoice is paid.
BILLING_ACTIVATE_ON_ORDER = env.bool("BILLING_ACTIVATE_ON_ORDER", True)
SIGNUP_MIN_SECONDS = env.int("SIGNUP_MIN_SECONDS", 3)  # only programs fill it in faster
# `tenants` lies below the audit app, so its services learn of it here.
TENANT_RECORDER = "shared_apps.audit.services.record"
