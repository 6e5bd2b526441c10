"""Mail, SMS and LINE."""

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from config.settings.environment import BASE_DOMAIN, IS_DEMO, IS_TEST, env

_MAIL_SCHEMES = ("smtp", "smtps", "submission", "submit", "console", "file", "memory")
try:
    if env.str("EMAIL_URL", "smtp:").split(":")[0] not in _MAIL_SCHEMES:
        raise ImproperlyConfigured(f"EMAIL_URL must begin with one of: {', '.join(_MAIL_SCHEMES)}")
    vars().update(env.dj_email_url("EMAIL_URL", "smtp://localhost:25"))
except EnvError as _error:
    raise ImproperlyConfigured(f"Setting wrong: {_error}") from _error
EMAIL_URL_IS_SET = bool(env.str("EMAIL_URL", ""))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"no-reply@{BASE_DOMAIN}")
EMAIL_TIMEOUT = 20
# Another way out than SMTP: a backend of anymail, with its settings as a JSON object.
if env.str("EMAIL_BACKEND", ""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
    ANYMAIL = env.json("ANYMAIL", {})
    EMAIL_URL_IS_SET = True
# What an LGO sets in its DNS to have e-mails leave from its own address; offered when the first is set.
MAIL_SPF_INCLUDE = env.str("MAIL_SPF_INCLUDE", "")
MAIL_DKIM_RECORDS: dict[str, str] = env.dict("MAIL_DKIM_RECORDS", {})
DNS_SERVERS: list[str] = env.list("DNS_SERVERS", [])
# `/dev/outbox` shows messages, and keeps those that have no way out.
OUTBOX_IS_SHOWN = IS_DEMO or IS_TEST
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
LINE_API_URL = env.str("LINE_API_URL", "https://api.line.me").rstrip("/")
# Whether an address that an LGO typed may lead into our own network; only where there is nothing to protect.
EGRESS_ALLOW_PRIVATE = env.bool("EGRESS_ALLOW_PRIVATE", IS_DEMO or IS_TEST)
