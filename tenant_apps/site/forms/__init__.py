"""Forms about the site."""
