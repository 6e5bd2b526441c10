"""Failures that only a bug or an attack can cause; they are never caught to go on."""


class NoScope(RuntimeError):
    """A query, cache key or file was asked for while the thread works for nobody."""


class CrossTenant(RuntimeError):
    """Something that belongs to one tenant was used in the scope of another."""
