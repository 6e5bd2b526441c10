"""Django's own PostgreSQL backend, for the request bench."""
