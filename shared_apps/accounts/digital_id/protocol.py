"""django-allauth's OpenID Connect, taught what the providers of the state need: nonce, cached discovery, one callback.

`Adapter` and `Provider` are made for one configuration; nothing of them is kept in the database.
"""

from typing import Any, ClassVar

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string

from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.discovery import ask, metadata
from tenants.models import base_url
from tenants.scope import require_tenant

_RANDOM_LENGTH = 32


class DigitalIdAdapter(DefaultSocialAccountAdapter):
    """The state parameter tells the operator's host, which keeps no session, where to send a browser on."""

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """`<tenant's UUID>.<random>`."""
        return f"{require_tenant().pk}.{get_random_string(_RANDOM_LENGTH)}"


class Client(OAuth2Client):
    """The exchange of a code, by the same way out and with the same limits as all we ask of a provider."""

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer of the token endpoint.

        Raises:
            DigitalIdError: the provider refused the code, or does not answer.
        """
        data = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.callback_url}
        if pkce_code_verifier:
            data["code_verifier"] = pkce_code_verifier
        if not self.basic_auth:
            data |= {"client_id": self.consumer_key, "client_secret": self.consumer_secret}
        basic = (self.consumer_key, self.consumer_secret) if self.basic_auth else None
        return ask("POST", self.access_token_url, data=data | (extra_data or {}), auth=basic)


class Adapter(OpenIDConnectOAuth2Adapter):
    """The endpoints of one provider."""

    client_class = Client

    def __init__(self, request: HttpRequest, configuration: Configuration) -> None:
        super().__init__(request, configuration.provider)
        self.configuration = configuration

    @property
    def openid_config(self) -> dict[str, Any]:
        """The published configuration, cached."""
        return metadata(self.configuration)

    @property
    def basic_auth(self) -> bool:
        """How the client shows its secret."""
        return self.configuration.token_auth_method == "client_secret_basic"  # noqa: S105  # a method's name

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The one address that is registered at the provider."""
        return callback_url(self.configuration)


class Provider(OpenIDConnectProvider):
    """A provider of a state identity."""

    configuration: Configuration
    classes: ClassVar[dict[str, type["Provider"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.classes[cls.id] = cls

    def __init__(self, request: HttpRequest, configuration: Configuration) -> None:
        app = SocialApp(
            provider=configuration.provider,
            client_id=configuration.client_id,
            secret=configuration.sent_secret,
            settings={"oauth_pkce_enabled": configuration.pkce, "scope": configuration.scopes},
        )
        super().__init__(request, app=app)
        self.configuration = configuration

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        """The adapter of this configuration."""
        return Adapter(request, self.configuration)


class ThaIdProvider(Provider):
    """ThaID of the Department of Provincial Administration."""

    id = "thaid"


class DgaProvider(Provider):
    """Digital ID of the Digital Government Development Agency, known as ทางรัฐ."""

    id = "dga"


def provider_for(request: HttpRequest, configuration: Configuration) -> Provider:
    """allauth's provider of a configuration."""
    return Provider.classes[configuration.provider](request, configuration)


def callback_url(configuration: Configuration) -> str:
    """Where the provider sends every browser, of every LGO: register exactly this."""
    path = reverse("digital_id_return", urlconf=settings.PUBLIC_SCHEMA_URLCONF, args=[configuration.provider])
    return f"{base_url(settings.BASE_DOMAIN)}{path}"
