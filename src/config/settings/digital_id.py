"""Sign-in of citizens by a digital identity."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.digital_id import provider
from config.settings.environment import IS_PRODUCTION, env

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
