"""Accounts, sign-in and second factors."""

from config.settings.environment import IS_PRODUCTION, USE_TLS
from config.settings.requests import TRUSTED_PROXIES

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
