"""Public holidays by country and region, each worked out once and kept for as long as the process lives."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

FIRST_YEAR, LAST_YEAR = 2024, 2035
"""Beyond these years some countries' holidays are not known yet; in them every one's are."""


class DaysOff(Mapping[str, frozenset[date]]):
    """The days off of every region there is, worked out when first asked for; "" has the company's own."""

    def __init__(self, own: Sequence[date]) -> None:
        self._own = frozenset(own)

    def __getitem__(self, region: str) -> frozenset[date]:
        if not region:
            return self._own
        country, _, part = region.partition("-")
        if region not in regions(country):
            raise KeyError(region)
        return _public_holidays(country, part)

    def __iter__(self) -> Iterator[str]:
        yield ""
        for country in _countries():
            yield from regions(country)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def regions(country: str) -> Sequence[str]:
    """Return a country and its parts as ISO 3166 spells them: "DE", "DE-BW", …; nothing for what is no country."""
    parts = _countries().get(country)
    return () if parts is None else (country, *(f"{country}-{part}" for part in parts))


@cache
def _countries() -> Mapping[str, Sequence[str]]:
    # The library takes a tenth of a second to load; a workspace that names no region never pays for it.
    import holidays  # noqa: PLC0415

    found = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in found.items() if len(country) == len("DE")}


@cache
def _public_holidays(country: str, part: str) -> frozenset[date]:
    import holidays  # noqa: PLC0415

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))
