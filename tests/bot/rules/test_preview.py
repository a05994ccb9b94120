"""What is foretold is what the review does when nobody acts."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Deal, DealStatus, ItemStatus, LapseKind, Offer, Parked, WaitingOn
from bot.rules.preview import HORIZON, foretell, of_open
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, NOW, OMAR, Story, a_deal, a_step, an_item, at, by

WHO = st.sampled_from([ANA, OMAR, FAYE, LIV])
MOMENTS = st.integers(1, 60 * 24 * 20).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """Draw a running deal with steps, lines and perhaps an open offer."""
    dues = [by(f"{draw(MOMENTS):%Y-%m-%d}") if draw(st.booleans()) else by(f"{draw(MOMENTS):%Y-%m-%d %H:%M}")]
    dues += [by(f"{draw(MOMENTS):%Y-%m-%d %H:%M}") for _ in range(draw(st.integers(0, 3)))]
    steps = [a_step(f"step {n}", due=due, by=draw(WHO)) for n, due in enumerate(dues)]
    if draw(st.booleans()):
        until = by(f"{draw(MOMENTS):%Y-%m-%d}")
        steps[0] = replace(steps[0], parked=Parked(WaitingOn.CUSTOMER, until, draw(WHO), "they sign"))
    items = tuple(
        an_item(
            f"line {n}",
            due=by(f"{draw(MOMENTS):%Y-%m-%d}"),
            holder_id=draw(WHO),
            is_gate=draw(st.booleans()),
            status=draw(st.sampled_from([ItemStatus.OPEN, ItemStatus.WAITING])),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    offer = Offer(draw(WHO), ANA, NOW) if draw(st.booleans()) else None
    return a_deal(steps=tuple(steps), items=items, offer=offer)


@settings(max_examples=150)
@given(deals(), st.integers(0, 60 * 24 * 12))
def test_what_is_foretold_is_what_happens_when_nobody_acts(deal: Deal, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    story = Story(deal).play(now)
    told = [(each.at, each.nudge) for each in foretell(story.deal, CONTEXT, now=now)]

    before = len(story.nudges())
    story.look(now)
    story.tell(now)
    story.play(now + HORIZON)

    assert [(each.at, nudge) for each, nudge in story.nudges()[before:]][: len(told)] == told
    assert told or len(story.nudges()) == before


@settings(max_examples=50)
@given(deals(), st.integers(0, 60 * 24 * 12))
def test_of_what_is_open_each_ladder_is_foretold_to_its_end(deal: Deal, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    now_open = Story(deal).play(now).deal

    found = of_open(now_open, CONTEXT, now=now)

    every = list(foretell(now_open, CONTEXT, now=now))
    assert set(found) == {each.id for each in now_open.lapses if each.closed_at is None}
    for lapse, ahead in found.items():
        assert list(ahead) == [each for each in every if each.nudge.lapse_id == lapse]


def test_an_overdue_step_is_foretold_as_people_would_be_told() -> None:
    story = Story(a_deal(steps=(a_step(due=by("2026-11-25")),))).play(at("2026-11-25 18:00"))

    (ahead,) = of_open(story.deal, CONTEXT, now=at("2026-11-25 18:30")).values()

    assert [(each.at, each.nudge.where, each.nudge.decider_id) for each in ahead] == [
        (at("2026-11-26 10:00"), "channel", None),
        (at("2026-11-27 10:00"), "channel", OMAR),
        (at("2026-11-30 10:00"), "leadership", None),
    ]


def test_what_is_on_its_way_counts_as_told_at_once() -> None:
    story = Story(a_deal(steps=(a_step(due=by("2026-11-25")),)), is_told=False).play(at("2026-11-25 18:00"))

    ahead = list(foretell(story.deal, CONTEXT, now=at("2026-11-25 18:00")))

    assert [(each.at, each.nudge.rung) for each in ahead if each.nudge.kind is LapseKind.STEP_OVERDUE][:1] == [
        (at("2026-11-26 10:00"), 2)
    ]


def test_nothing_is_foretold_of_a_deal_that_asks_nobody() -> None:
    deal = a_deal(status=DealStatus.STOPPED)

    assert list(foretell(deal, CONTEXT, now=NOW)) == []
    assert of_open(deal, CONTEXT, now=NOW) == {}


def test_whoever_wants_only_the_next_word_pays_only_for_it() -> None:
    lines = tuple(an_item(f"line {n}", due=by("2026-12-04")) for n in range(40))

    (first,) = islice(foretell(a_deal(items=lines), CONTEXT, now=NOW), 1)

    assert first.nudge.kind in LapseKind


def test_the_asker_changes_nothing() -> None:
    story = Story(a_deal(steps=(a_step(due=by("2026-11-25")),))).play(at("2026-11-25 18:00"))
    before = story.deal

    list(foretell(before, CONTEXT, now=at("2026-11-26 09:00")))

    assert story.deal == before
