"""Settings of every environment; what differs comes from environment variables (see docs/operations/settings.md)."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

from config.digital_id import provider
from config.logs import configure_logging
from config.network import EnvironmentName, database_from_url, split_hosts

ROOT = Path(__file__).resolve().parents[2]
env = Env()

# --- Environment ---------------------------------------------------------------------

try:
    ENVIRONMENT = EnvironmentName(env.str("ENVIRONMENT", "development"))
    SECRET_KEY = env.str("SECRET_KEY")
    DATABASE_URL = env.str("DATABASE_URL")
    REDIS_URL = env.str("REDIS_URL")
except (EnvError, ValueError) as error:
    raise ImproperlyConfigured(f"Setting missing or wrong: {error}") from error

IS_PRODUCTION = ENVIRONMENT is EnvironmentName.PRODUCTION
IS_DEMO = ENVIRONMENT is EnvironmentName.DEMO
IS_TEST = ENVIRONMENT is EnvironmentName.TEST
DEBUG = False

SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
BASE_DOMAIN = env.str("BASE_DOMAIN", "localhost").lower().rstrip(".")
BASE_PORT = env.int("BASE_PORT", 8000)
USE_TLS = env.bool("USE_TLS", IS_PRODUCTION)
# Whom an LGO asks for more accounts and for help; shown when set.
OPERATOR_EMAIL, OPERATOR_PHONE = env.str("OPERATOR_EMAIL", ""), env.str("OPERATOR_PHONE", "")
# The host is checked by tenants.middleware against the domains in the database, which is stricter than a list here.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False

# --- Apps ----------------------------------------------------------------------------

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

# --- Tenancy -------------------------------------------------------------------------

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

# --- Database and cache --------------------------------------------------------------

# The owner's login migrates and provisions; requests and jobs run under the app's login, which owns nothing.
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
# Behind a transaction pooler every scope is set with SET LOCAL, which needs a transaction a request.
TRANSACTION_POOLER = env.bool("TRANSACTION_POOLER", False)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **database_from_url(DATABASE_URL),
        "ENGINE": "tenants.backend",
        "CONN_MAX_AGE": min(env.int("CONN_MAX_AGE", 300), 300),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": TRANSACTION_POOLER,
        "DISABLE_SERVER_SIDE_CURSORS": TRANSACTION_POOLER,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # Keyed by tenant; the second cache is for what spans tenants, such as counting attacks.
    "default": {
        "BACKEND": "tenants.cache.ResilientRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "t",
        "KEY_FUNCTION": "tenants.cache.scoped_key",
    },
    "platform": {"BACKEND": "tenants.cache.ResilientRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "platform"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# In the session, not in a cookie of their own, which lacks the prefix __Host- and which a sibling host could plant.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Requests ------------------------------------------------------------------------

MIDDLEWARE = [
    "tenants.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shared_apps.api.middleware.ApiEdgeMiddleware",
    "tenants.middleware.TenantMiddleware",
    "config.request_log.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tenants.middleware.SessionTenantMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "shared_apps.api.middleware.ApiMiddleware",
    "shared_apps.ui.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "shared_apps.accounts.middleware.RequireSecondFactorMiddleware",
    "shared_apps.accounts.middleware.PrivacyNoticeMiddleware",
    "shared_apps.ui.middleware.DomainErrorMiddleware",
    "tenant_apps.site.middleware.ServiceSwitchMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shared_apps.ui.context.page",
                "tenant_apps.site.context.desk",
                "provisioning.context.operator",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAP_TILES_URL = env.str("MAP_TILES_URL", "")

# --- Security ------------------------------------------------------------------------

_COOKIE_PREFIX = "__Host-" if USE_TLS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = USE_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = USE_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if USE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = USE_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "shared_apps.ui.views.csrf_failure"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *split_hosts(MAP_TILES_URL)],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- People --------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["shared_apps.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "phone", "display_name"]},
    },
]
LOGIN_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_ADAPTER = "shared_apps.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "shared_apps.accounts.forms.PasswordSignInForm",
    "reauthenticate": "shared_apps.accounts.forms.ReauthenticateForm",
    "change_password": "shared_apps.accounts.forms.ChangePasswordForm",
    "reset_password": "shared_apps.accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "shared_apps.accounts.forms.ResetCodeForm",
    "reset_password_from_key": "shared_apps.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# In one LGO; shared_apps.accounts.throttle counts over all of them. Mobile networks put many people behind one address.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,1/30s/key,6/h/key",
    "reset_password": "20/m/ip,1/30s/key,6/h/key",
    "login_failed": "30/m/ip,5/300s/key",
}
MFA_ADAPTER = "shared_apps.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "shared_apps.accounts.forms.SecondFactorForm",
    "reauthenticate": "shared_apps.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "shared_apps.accounts.forms.SetUpSecondFactorForm",
    "add_webauthn": "shared_apps.accounts.passkeys.forms.AddPasskeyForm",
    "edit_webauthn": "shared_apps.accounts.passkeys.forms.RenamePasskeyForm",
    "login_webauthn": "shared_apps.accounts.passkeys.forms.SignInWithPasskeyForm",
    "authenticate_webauthn": "shared_apps.accounts.passkeys.forms.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "shared_apps.accounts.passkeys.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not USE_TLS and not IS_PRODUCTION
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- Digital ID ----------------------------------------------------------------------

SOCIALACCOUNT_ADAPTER = "shared_apps.accounts.digital_id.protocol.DigitalIdAdapter"
# Hashes the number of a citizen, with a key of its own for each tenant; it may never change.
DIGITAL_ID_SUBJECT_KEY = env.str("DIGITAL_ID_SUBJECT_KEY", "")
# The claim that names a person, and what we ask for: no more than is needed to answer them.
DIGITAL_ID_PROVIDERS: dict[str, dict[str, Any]] = {}
if env.str("THAID_CLIENT_ID", "") and env.bool("THAID_ON", True):
    DIGITAL_ID_PROVIDERS["thaid"] = provider(
        "THAID",
        client_id=env.str("THAID_CLIENT_ID"),
        secret=env.str("THAID_CLIENT_SECRET", ""),
        discovery_url=env.str("THAID_DISCOVERY_URL", "https://imauth.bora.dopa.go.th/.well-known/openid-configuration"),
        scopes=env.str("THAID_SCOPES", "openid pid given_name family_name ial").split(),
        subject_claim="pid",
        post_logout_url=env.str("THAID_POST_LOGOUT_REDIRECT_URL", ""),
        options=env.str("THAID_OPTIONS", "{}"),
        is_production=IS_PRODUCTION,
    )
if env.str("DGA_CLIENT_ID", "") and env.bool("DGA_ON", True):
    DIGITAL_ID_PROVIDERS["dga"] = provider(
        "DGA",
        client_id=env.str("DGA_CLIENT_ID"),
        secret=env.str("DGA_CLIENT_SECRET", ""),
        discovery_url=env.str("DGA_DISCOVERY_URL", "https://connect.egov.go.th/.well-known/openid-configuration"),
        scopes=env.str("DGA_SCOPES", "openid citizen_id given_name family_name").split(),
        subject_claim="citizen_id",
        post_logout_url=env.str("DGA_POST_LOGOUT_REDIRECT_URL", ""),
        usual={"fetch_userinfo": True, "secret_md5_rounds": 7, "logout_parameter": "post_logout_redirect_url"},
        options=env.str("DGA_OPTIONS", "{}"),
        is_production=IS_PRODUCTION,
    )
if DIGITAL_ID_PROVIDERS and len(DIGITAL_ID_SUBJECT_KEY) < 32:
    raise ImproperlyConfigured("DIGITAL_ID_SUBJECT_KEY is missing or shorter than 32 characters")

# --- Language and time ---------------------------------------------------------------

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [ROOT / "src" / "kit" / "locale"]

# --- Files ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", ROOT / "staticfiles")
MEDIA_ROOT = env.path("MEDIA_ROOT", ROOT / ".local" / "media")
_S3 = {
    "access_key": env.str("S3_ACCESS_KEY", ""),
    "secret_key": env.str("S3_SECRET_KEY", ""),
    "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
    "region_name": env.str("S3_REGION", "") or None,
    "bucket_name": env.str("S3_BUCKET", ""),
    "file_overwrite": False,
    "default_acl": None,
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "shared_apps.files.s3.TenantS3Storage", "OPTIONS": _S3}
    if _S3["bucket_name"]
    else {"BACKEND": "shared_apps.files.storage.TenantFileStorage"},
    "staticfiles": {"BACKEND": f"config.static.{'Compressed' if IS_PRODUCTION else 'Hashed'}StaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
IMAGE_MAX_BYTES = env.int("IMAGE_MAX_BYTES", 15 * 1024 * 1024)
FILE_MAX_BYTES = env.int("FILE_MAX_BYTES", 20 * 1024 * 1024)

# --- Mail and messages ---------------------------------------------------------------

_MAIL_SCHEMES = ("smtp", "smtps", "submission", "submit", "console", "file", "memory")
try:
    if env.str("EMAIL_URL", "smtp:").split(":")[0] not in _MAIL_SCHEMES:
        raise ImproperlyConfigured(f"EMAIL_URL must begin with one of: {', '.join(_MAIL_SCHEMES)}")
    vars().update(env.dj_email_url("EMAIL_URL", "smtp://localhost:25"))
except EnvError as error:
    raise ImproperlyConfigured(f"Setting wrong: {error}") from error
EMAIL_URL_IS_SET = bool(env.str("EMAIL_URL", ""))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"no-reply@{BASE_DOMAIN}")
EMAIL_TIMEOUT = 20
# Another way out than SMTP: a backend of anymail, with its settings as a JSON object.
if env.str("EMAIL_BACKEND", ""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
    ANYMAIL = env.json("ANYMAIL", {})
    EMAIL_URL_IS_SET = True
# `/dev/outbox` shows messages, and keeps those that have no way out.
OUTBOX_IS_SHOWN = IS_DEMO or IS_TEST
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
LINE_API_URL = env.str("LINE_API_URL", "https://api.line.me").rstrip("/")
# Whether an address that an LGO typed may lead into our own network; only where there is nothing to protect.
EGRESS_ALLOW_PRIVATE = env.bool("EGRESS_ALLOW_PRIVATE", IS_DEMO or IS_TEST)

# --- Jobs, logs, error reports -------------------------------------------------------

JOB_SENT_LEASE = env.int("JOB_SENT_LEASE", 120)
DRAMATIQ_CRONTAB = {"REDIS_URL": REDIS_URL}
SENTRY_DSN = env.str("SENTRY_DSN", "")
LOGGING = configure_logging(json=not IS_DEMO and ENVIRONMENT is not EnvironmentName.DEVELOPMENT, quiet=IS_TEST)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = True
