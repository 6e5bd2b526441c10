"""Pages, files and Open311."""
