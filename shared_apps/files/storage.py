"""Storages keyed by the tenant's UUID, which outlives its name, schema and domain. They serve nothing by themselves."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.utils import validate_file_name

from tenants.errors import NoScope
from tenants.scope import PUBLIC_KEY, current_key, current_tenant

NO_URL = "files are served by the authorised view only"


def tenant_folder() -> str:
    """The folder of whom the thread works for: a tenant's UUID, or `public`."""
    key = current_key()
    if current_tenant() is None and key != PUBLIC_KEY:
        raise NoScope(f"{key} has no files")
    return key


class TenantFileStorage(FileSystemStorage):
    """Files on a disk. A name that leads out of the tenant's folder raises SuspiciousFileOperation."""

    @property
    def base_location(self) -> str:
        """The tenant's folder."""
        return str(Path(settings.MEDIA_ROOT) / tenant_folder())

    @property
    def location(self) -> str:
        """The tenant's folder, absolute."""
        return os.path.abspath(self.base_location)  # noqa: PTH100  # as Django's safe_join compares it

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: it is made from the content, so that the same name means the same bytes."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        """Write aside and rename, so that nobody ever reads half a file and a crash leaves none."""
        validate_file_name(name, allow_relative_path=True)
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as part:
                for chunk in content.chunks():
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def url(self, name: str | None) -> str:
        """Refuse: see the class."""
        raise NotImplementedError(NO_URL)
