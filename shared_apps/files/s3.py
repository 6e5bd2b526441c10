"""The tenants' files in a bucket of S3 or what speaks like it; apart, because importing boto3 is slow."""

from typing import Any

from storages.backends.s3 import S3Storage
from storages.utils import clean_name, safe_join

from shared_apps.files.storage import NO_URL, tenant_folder


class TenantS3Storage(S3Storage):  # type: ignore[misc]  # django-storages is untyped
    """Keys begin with the tenant's UUID, or `public`."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: it is made from the content."""
        return str(clean_name(name))

    def _normalize_name(self, name: str) -> str:
        return str(safe_join(tenant_folder(), name))

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        """Refuse: files are served by the authorised view only."""
        raise NotImplementedError(NO_URL)
