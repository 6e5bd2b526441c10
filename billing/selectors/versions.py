"""What two people have to agree to before it holds: price books and days of the ladder. Public scope."""

from billing.models import LadderRules, PriceBook, VersionState


def books_to_approve() -> list[PriceBook]:
    """Price books that wait for a second person, oldest first."""
    return list(PriceBook.objects.filter(state=VersionState.SUBMITTED).order_by("version"))


def ladders_to_approve() -> list[LadderRules]:
    """Days of the ladder that wait for a second person, oldest first."""
    return list(LadderRules.objects.filter(state=VersionState.SUBMITTED).order_by("version"))
