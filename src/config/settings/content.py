"""Language, time and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.settings.environment import IS_PRODUCTION, ROOT, env

# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [ROOT / "src" / "kit" / "locale"]

# --- Files ----------------------------------------------------------------------------

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
