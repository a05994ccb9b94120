"""The words for a new channel hold this deal's names and dates, as typed."""

from dataclasses import replace
from datetime import date

import pytest

from messages.welcome import filled
from tests.messages.samples import HOSTILE, deal, offered


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("For {account}: {name}.", "For Acme Oy: Acme EV site."),
        ("{owner} owns it, {seller} sold it.", "<@U0ANA> owns it, <@U0ANA> sold it."),
        ("Until {promised}.", "Until Monday 1 February 2027."),
        ("Line one\n{account}", "Line one\nAcme Oy"),
        ("{crane} and {", "{crane} and {"),
    ],
)
def test_what_stands_in_braces_is_filled_in(words: str, said: str) -> None:
    of = deal(facts=replace(deal().facts, promised_on=date(2027, 2, 1)), owner_id=deal().seller_id, offer=None)

    assert filled(words, of) == said


def test_who_is_asked_to_own_it_is_named_as_the_owner() -> None:
    of = offered()

    assert of.offer
    assert filled("{owner}", of) == f"<@{of.offer.to}>"


def test_a_date_that_is_open_is_said_to_be() -> None:
    assert (
        filled("By {promised}.", deal(facts=replace(deal().facts, promised_on=None))) == "By a date that is still open."
    )


def test_names_neither_format_nor_fill_in_anything() -> None:
    of = deal(facts=replace(deal().facts, account="{owner} <!channel>", name=HOSTILE))

    said = filled("{account}: {name}", of)

    assert said.startswith("{owner} &lt;!channel&gt;: ")
    assert "<!" not in said
