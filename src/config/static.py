"""Storage of static files."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names. A name that is missing from the manifest is an error, not a guess."""

    manifest_strict = True
