"""Pages: the portal, the desk's start, and settings."""
