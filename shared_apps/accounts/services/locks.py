"""One change of people at a time in each LGO."""

from django.db import connection

from tenants.scope import current_key


def lock_people() -> None:
    """Wait until nobody else in this LGO is changing who works there; held until the transaction ends.

    What depends on the number of accounts or of administrators is read after this, so that two changes at once cannot
    both see the last free place or each other as the remaining administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people:{current_key()}"])
