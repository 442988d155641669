"""Which claims pass the filters, decided on a claim alone; stores must come to the same."""

from knowledge.check import status
from knowledge.filter_values import Amount
from knowledge.filters import Filters
from knowledge.model import Claim, PartialDate, Subject, Voice


def passes(claim: Claim, filters: Filters) -> bool:
    """Say whether *claim* passes all *filters*."""
    return passes_undated(claim, filters) and dates_pass(claim.document.published, filters) is True


def passes_undated(claim: Claim, filters: Filters) -> bool:
    """Say whether *claim* passes *filters*, those on its document's date left aside."""
    return (
        (filters.by is None or _says(claim, filters.by.key))
        and (filters.about is None or claim.topic.key == filters.about.key)
        and (filters.outlet is None or claim.document.outlet.key == filters.outlet.key)
        and (not filters.documents or claim.document.key in filters.documents)
        and filters.status in ("", status(claim.reviews, Subject.CLAIM))
        and filters.strength in (None, claim.attribution.strength)
        and _figures_pass(claim, filters.figure)
    )


def dates_pass(published: PartialDate | None, filters: Filters) -> bool | None:
    """Say whether a document of that date lies within `since` and `until`.

    `None`: it has no date, or one too coarse to tell, such as 2019 for `since:2019-05`.
    """
    if not filters.dated:
        return True
    if published is None:
        return None
    start, end = first_day(published), last_day(published)
    since = first_day(filters.since) if filters.since else start
    until = last_day(filters.until) if filters.until else end
    if since <= start and end <= until:
        return True
    return False if end < since or until < start else None


def first_day(day: PartialDate) -> str:
    """Return the first day that *day* may mean, as text that sorts by time."""
    return day.value + "-01-01"[len(day.value) - 4 :]


def last_day(day: PartialDate) -> str:
    """Return a day that no day *day* may mean comes after, as text that sorts by time."""
    return day.value + "-12-31"[len(day.value) - 4 :]


def _says(claim: Claim, who: str) -> bool:
    said = claim.attribution
    if said.makers:
        return any(maker.claimant.key == who for maker in said.makers)
    return said.voice is Voice.OUTLET and claim.document.outlet.key == who


def _figures_pass(claim: Claim, wanted: Amount | bool | None) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, Amount):
        return any(wanted.fits(figure) for figure in claim.figures)
    return any(figure.has_number for figure in claim.figures) is wanted
