"""Runs over many rows that go on when one fails."""


class SomeFailed(Exception):
    """Some rows failed, and stand in the log; the others are done. Run again, it does what is left."""
