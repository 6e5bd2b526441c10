"""Storages of static files: hashed names, and a name missing from the manifest is an error, not a guess."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Outside production: no compression, so that a first start takes a second instead of half a minute."""

    manifest_strict = True


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """In production: gzip and brotli beside each file."""

    manifest_strict = True
