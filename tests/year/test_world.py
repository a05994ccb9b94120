"""Moments come in their order, and what is said meanwhile reaches people only when it may."""

from datetime import date, timedelta

from bot.events import Change, NudgeSkipped, NudgeTold, Recorded
from bot.model import DealStatus, UserId
from bot.rules import steps
from tests.bot.making import a_deal, a_step, at, by, id_of
from tests.year import acts
from tests.year.company import LEADER, Company
from tests.year.world import World

NOW = at("2027-03-01 09:30")
STEP = a_step(by=LEADER, made_at=NOW, due=by("2027-03-03"))


def opened(world: World, now: object = NOW, **changes: object) -> None:
    """Let the world have one deal, which Liv owns and which was opened just now."""
    given = {"status": DealStatus.OPEN, "seller_id": LEADER, "owner_id": LEADER, "leads": (), "functions": ()}
    deal = a_deal(**(given | {"opened_at": now, "owned_at": now} | changes))
    world.add(0, deal, Change(deal), now, by=LEADER)  # type: ignore[arg-type]


def test_moments_come_in_their_order_and_of_one_moment_the_first_asked_first(world: World) -> None:
    seen: list[str] = []
    for name, minutes in (("late", 5), ("first", 1), ("second", 1), ("never", 50)):
        world.at(NOW + timedelta(minutes=minutes), lambda _, name=name: seen.append(name))  # type: ignore[misc]

    world.run(NOW + timedelta(minutes=10))

    assert seen == ["first", "second", "late"]


def test_what_is_not_theirs_or_not_possible_changes_nothing_and_is_counted(world: World) -> None:
    opened(world)
    before = world.deals[0]

    assert not world.do(
        0,
        UserId("USELLER1"),
        lambda deal: steps.keep(deal, world.company.context, step_id=id_of("none"), by=LEADER, now=NOW),
        NOW,
    )

    assert world.deals[0] == before
    assert world.tally.refused.total() == 1


def test_a_deal_is_looked_at_when_it_asked_to_be_and_people_are_told(world: World) -> None:
    told: list[str] = []
    world.on_told = lambda _number, nudge, _now: told.append(nudge.kind)
    opened(world, steps=(STEP,))

    world.run(at("2027-03-03 18:00"))

    assert "step_due" in told
    assert "step_overdue" in told
    assert world.tally.happened["NudgeTold"] == world.tally.nudges.total() == len(told)
    assert world.tally.looks > 0


def test_a_hint_that_was_overtaken_is_not_followed(world: World) -> None:
    opened(world, steps=(STEP,))
    world.do(0, LEADER, acts.keep(world.company.context, STEP, LEADER, NOW), NOW)

    world.run(at("2027-03-03 18:00"))

    assert "step_due" not in {kind for kind, _ in world.tally.by_kind}


def test_a_nudge_that_is_settled_on_its_way_is_skipped(world: World) -> None:
    opened(world, steps=(STEP,))
    skipped: list[Recorded] = []
    told: list[Recorded] = []

    def hear(_number: int, recorded: tuple[Recorded, ...], now: object) -> None:
        skipped.extend(each for each in recorded if isinstance(each.event, NudgeSkipped))
        told.extend(each for each in recorded if isinstance(each.event, NudgeTold))
        if any(type(each.event).__name__ == "Nudged" for each in recorded):
            world.do(0, LEADER, acts.keep(world.company.context, STEP, LEADER, now), now)  # type: ignore[arg-type]

    world.on_events = hear
    world.run(at("2027-03-03 09:30"))

    assert skipped
    assert not told
    assert not world.tally.nudges


def test_two_public_nudges_are_taken_from_a_day_and_the_third_is_not(world: World) -> None:
    day, other = date(2027, 3, 3), date(2027, 3, 4)

    assert [world._take(LEADER, day) for _ in range(3)] == [True, True, False]
    assert world._take(LEADER, other)


def test_a_world_begins_with_nothing(company: Company) -> None:
    world = World(company)

    world.run(NOW + timedelta(days=300))

    assert not world.deals
    assert world.watch.seen == 0
