"""A person's Home: what is theirs over all deals, by kind and by date, and what they lead; nobody else's business."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.events import Decided, Recorded, Rescued
from bot.model import (
    ChannelId,
    Choice,
    Deal,
    DealId,
    DealStatus,
    Facts,
    ItemStatus,
    LapseKind,
    Lost,
    Offer,
    PersonalTime,
    Rescue,
    UserId,
    Week,
)
from bot.outgoing import Line
from bot.rules.at_home import (
    FEW,
    MOST_FUNCTIONS,
    PAGE,
    Around,
    AtAGlance,
    Entry,
    Gathered,
    HomeFacts,
    OwnTime,
    Part,
    Saved,
    Section,
    Shown,
    at_home,
    is_leader,
)
from bot.rules.momentum import Momentum
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    GUEST,
    LIV,
    NOW,
    OMAR,
    STRANGER,
    TIM,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    away,
    by,
    id_of,
    with_times,
)

OVERVIEW = Shown()
LATE, TODAY, LATER, LAST = by("2026-11-20"), by("2026-11-23"), by("2026-11-26"), by("2026-12-18")


def named(name: str, **changes: object) -> Deal:
    return a_deal(id=DealId(id_of(name)), facts=Facts(name, "Acme Oy"), channel_id=ChannelId(f"C{name}"), **changes)


def seen(
    *deals: Deal, by: UserId = ANA, shown: Shown = OVERVIEW, context: Context = CONTEXT, **around: object
) -> HomeFacts:
    given = Around(deals, **around)  # type: ignore[arg-type]
    return at_home(given, by, context, shown=shown, now=NOW)


def part(home: HomeFacts, wanted: Part) -> Section:
    return next(each for each in home.sections if each.part is wanted)


def parts(home: HomeFacts) -> list[Part]:
    return [each.part for each in home.sections]


def told(entries: tuple[Entry, ...]) -> list[str]:
    return [
        each.about if isinstance(each, Line) else each.title for each in entries if isinstance(each, Line | Gathered)
    ]


OFFER = Offer(ANA, LIV, NOW)
DONE = an_item("permit", status=ItemStatus.DONE, accepted_by="delivery", done_by=ANA, done_at=NOW)


@pytest.mark.parametrize(
    ("deal", "wanted", "line"),
    [
        (a_deal(steps=(a_step("call"),)), Part.STEPS, "call"),
        (a_deal(steps=(a_step("call", due=LAST),)), Part.STEPS, "call"),
        (a_deal(items=(an_item("scope", holder_id=ANA, due=LAST),)), Part.ITEMS, "scope"),
        (a_deal(items=(an_item("scope", holder_id=ANA),)), Part.ITEMS, "scope"),
        (a_deal(items=(DONE,), leads=(("delivery", ANA),)), Part.CHECKS, "permit"),
        (a_deal(owner_id=OMAR, offer=OFFER), Part.ANSWERS, "you were asked to own this deal"),
        (a_deal(lapses=(a_lapse(LapseKind.SILENCE, decider_id=ANA),)), Part.ANSWERS, "whether this deal is alive"),
    ],
)
def test_each_thing_of_theirs_stands_in_its_part(deal: Deal, wanted: Part, line: str) -> None:
    found = told(part(seen(deal), wanted).entries)

    assert any(line in each for each in found), found


@pytest.mark.parametrize(
    "deal",
    [
        a_deal(owner_id=OMAR, seller_id=OMAR, steps=(a_step(by=OMAR),)),
        a_deal(owner_id=OMAR, seller_id=OMAR, items=(an_item(holder_id=FAYE),)),
        a_deal(owner_id=OMAR, seller_id=OMAR, lapses=(a_lapse(LapseKind.SILENCE, decider_id=LIV),)),
    ],
)
def test_what_is_anothers_stands_nowhere(deal: Deal) -> None:
    assert seen(deal).sections == ()


def test_of_a_deal_on_hold_nothing_is_asked_and_it_is_still_theirs() -> None:
    home = seen(a_deal(status=DealStatus.HELD, steps=(a_step(due=LATE),)))

    assert parts(home) == [Part.DEALS]
    assert home.needs == 0


def test_what_is_due_is_counted_and_what_comes_later_only_shown() -> None:
    steps = [a_step("late", due=LATE), a_step("today", due=TODAY), a_step("later", due=LATER)]

    home = seen(a_deal(steps=tuple(steps)))

    assert home.needs == 2
    assert told(part(home, Part.STEPS).entries) == ["late", "today", "later"]


def test_only_what_is_due_stands_in_what_is_due() -> None:
    deal = a_deal(steps=(a_step("late", due=LATE), a_step("later", due=LATER)))

    (section,) = seen(deal, shown=Shown(Part.DUE)).sections

    assert told(section.entries) == ["late"]


def test_what_comes_later_stands_by_its_date_and_what_has_none_last() -> None:
    items = [an_item("none", holder_id=ANA), an_item("last", holder_id=ANA, due=LAST)]
    deal = a_deal(items=(*items, an_item("next", holder_id=ANA, due=LATER)))

    assert told(part(seen(deal), Part.ITEMS).entries) == ["next", "last", "none"]


def test_the_same_item_of_several_deals_is_one_entry() -> None:
    deals = [
        named(name, items=(an_item("survey", holder_id=ANA, due=due),)) for name, due in (("A", LATER), ("B", LATE))
    ]

    (entry,) = part(seen(*deals), Part.ITEMS).entries

    assert isinstance(entry, Gathered)
    assert [line.deal_name for line in entry.lines] == ["B", "A"]


def test_two_items_of_one_deal_stay_two() -> None:
    items = (an_item("one", title="photo", holder_id=ANA), an_item("two", title="photo", holder_id=ANA))

    assert len(part(seen(a_deal(items=items)), Part.ITEMS).entries) == 2


def test_steps_are_never_gathered() -> None:
    deals = [named(name, steps=(a_step("call"),)) for name in ("A", "B")]

    assert len(part(seen(*deals), Part.STEPS).entries) == 2


def test_deals_that_they_own_or_sold_are_ordered_by_how_they_go() -> None:
    goes, stands = named("goes", steps=(a_step(due=LATER),)), named("stands", lapses=(a_lapse(LapseKind.SILENCE),))
    led = named("led", owner_id=OMAR, seller_id=OMAR, leads=(("finance", ANA),))

    found = part(seen(goes, stands, led), Part.DEALS).entries

    assert [each.deal.facts.name for each in found if isinstance(each, AtAGlance)] == ["stands", "goes"]
    assert [each.momentum for each in found if isinstance(each, AtAGlance)] == [Momentum.STALLED, Momentum.GOING]


def test_of_a_deal_the_step_that_comes_first_is_named() -> None:
    deal = a_deal(steps=(a_step("later", due=LATER), a_step("first", due=TODAY)))

    (glance,) = part(seen(deal), Part.DEALS).entries

    assert isinstance(glance, AtAGlance)
    assert glance.next
    assert glance.next.what == "first"


def test_who_leads_a_function_sees_what_others_hold_of_it() -> None:
    mine, given = an_item("mine"), an_item("given", holder_id=TIM, due=LATE)
    other = an_item("invoice", function="finance", holder_id=FAYE)

    section = part(seen(a_deal(items=(mine, given, other)), by=OMAR), Part.FUNCTION)

    assert (section.function, section.label) == ("delivery", "Delivery")
    assert told(section.entries) == ["given"]
    assert [each.who for each in section.entries if isinstance(each, Line)] == [TIM]


def test_a_function_is_seen_only_on_the_deals_where_they_lead_it() -> None:
    given = an_item("given", holder_id=TIM)
    led, other = named("led", items=(given,)), named("other", items=(given,), leads=(("delivery", FAYE),))

    section = part(seen(led, other, by=OMAR), Part.FUNCTION)

    assert [each.deal_name for each in section.entries if isinstance(each, Line)] == ["led"]


def test_the_overview_shows_a_few_functions_and_the_others_can_be_chosen() -> None:
    keys = [f"f{n}" for n in range(MOST_FUNCTIONS + 2)]
    items = tuple(an_item(key, function=key, holder_id=TIM) for key in keys)
    deal = a_deal(owner_id=TIM, seller_id=TIM, items=items, leads=tuple((key, OMAR) for key in keys))

    home = seen(deal, by=OMAR)
    (chosen,) = seen(deal, by=OMAR, shown=Shown(Part.FUNCTION, "f4")).sections

    assert parts(home).count(Part.FUNCTION) == MOST_FUNCTIONS
    assert [shown.function for shown, _, _ in home.choices if shown.part is Part.FUNCTION] == keys
    assert told(chosen.entries) == ["f4"]


def test_a_guest_looks_after_nobody_else() -> None:
    deal = a_deal(items=(an_item("given", holder_id=TIM),), leads=(("delivery", GUEST),))

    assert seen(deal, by=GUEST).sections == ()


def test_leaders_see_what_stands_still_and_not_what_is_merely_late() -> None:
    stands, late = named("stands", lapses=(a_lapse(LapseKind.SILENCE),)), named("late", lapses=(a_lapse(),))

    section = part(seen(by=LIV, stalled=(stands, late)), Part.STALLED)

    assert [each.deal.facts.name for each in section.entries if isinstance(each, AtAGlance)] == ["stands"]


def test_leaders_see_where_leadership_had_to_act() -> None:
    decided = Decided(Choice.CONTINUE, LIV, "go on", None, None, is_rescue=True)
    rescued = [
        (a_deal(), Recorded(2, NOW, LIV, decided)),
        (a_deal(), Recorded(1, NOW, LIV, Rescued(LIV, Rescue.TOOK_OVER))),
    ]

    section = part(seen(by=LIV, rescued=rescued), Part.RESCUED)

    assert [(each.by, each.way) for each in section.entries if isinstance(each, Saved)] == [
        (LIV, None),
        (LIV, Rescue.TOOK_OVER),
    ]


@pytest.mark.parametrize(
    ("person", "leads"), [(LIV, True), (ANA, False), (OMAR, False), (GUEST, False), (STRANGER, False)]
)
def test_admins_and_whom_questions_end_with_are_leaders(person: UserId, leads: bool) -> None:
    assert is_leader(CONTEXT, person) is leads


def test_whoever_was_chosen_to_be_asked_last_is_a_leader() -> None:
    assert is_leader(replace(CONTEXT, default_owner=FAYE), FAYE)


def test_a_private_deal_is_seen_only_by_those_who_work_on_it() -> None:
    private = a_deal(is_private=True, owner_id=OMAR, seller_id=OMAR, lapses=(a_lapse(LapseKind.SILENCE),))
    event = Recorded(1, NOW, LIV, Rescued(LIV, Rescue.TOOK_OVER))

    assert seen(by=LIV, stalled=(private,), rescued=((private, event),)).sections == ()
    assert parts(seen(private, by=OMAR)) == [Part.DEALS]


def test_who_stands_in_sees_what_the_absent_would_be_asked() -> None:
    context = with_times(ana=away(stand_in=TIM))
    deal = a_deal(steps=(a_step("call", due=LATE),))

    home = seen(by=TIM, context=context, stood_in=(deal,))

    (line,) = part(home, Part.STEPS).entries
    assert isinstance(line, Line)
    assert (line.about, line.instead_of) == ("call", ANA)
    assert Part.DEALS not in parts(home)


def test_a_channel_that_was_deleted_is_no_link() -> None:
    deal = a_deal(steps=(a_step(),), channel_lost=Lost.GONE)

    (line,) = part(seen(deal), Part.STEPS).entries

    assert isinstance(line, Line)
    assert line.channel_id is None


@pytest.mark.parametrize(
    ("home", "is_first"),
    [(seen(), True), (seen(by=GUEST), True), (seen(a_deal()), False), (seen(a_deal(owner_id=OMAR), by=OMAR), False)],
)
def test_the_first_day_lasts_until_they_have_to_do_with_a_deal(home: HomeFacts, is_first: bool) -> None:
    assert home.is_first is is_first


def test_the_overview_shows_a_few_of_each_and_counts_all() -> None:
    deal = a_deal(steps=tuple(a_step(f"step {n:02}") for n in range(30)))

    section = part(seen(deal), Part.STEPS)

    assert (len(section.entries), section.total) == (FEW, 30)


@pytest.mark.parametrize(("page", "start", "first"), [(0, 0, "step 00"), (1, PAGE, "step 20"), (9, PAGE, "step 20")])
def test_a_part_is_turned_page_by_page_and_never_past_its_end(page: int, start: int, first: str) -> None:
    deal = a_deal(steps=tuple(a_step(f"step {n:02}") for n in range(30)))

    (section,) = seen(deal, shown=Shown(Part.STEPS, page=page)).sections

    assert (section.start, told(section.entries)[0]) == (start, first)


def test_a_part_that_is_empty_by_now_shows_nothing() -> None:
    assert seen(a_deal(), shown=Shown(Part.STEPS)).sections == ()


def test_their_own_time_is_what_is_in_force() -> None:
    own = PersonalTime(week=Week(frozenset({0, 1})), region="FI", digest_at=time(7), is_digest_daily=True)

    assert seen(context=with_times(ana=own)).own == OwnTime(
        digest_at=time(7), is_digest_daily=True, week=Week(frozenset({0, 1})), region="FI", away=None
    )
    assert seen().own == OwnTime(
        digest_at=time(8, 30), is_digest_daily=False, week=CONTEXT.week, region=None, away=None
    )


def test_the_absence_that_runs_or_comes_next_is_told() -> None:
    absence = away(stand_in=OMAR)

    assert seen(context=with_times(ana=absence)).own.away == absence


@given(st.sampled_from(Part), st.text(max_size=30), st.integers(0, 9999))
def test_what_is_shown_comes_back_as_it_was_carried(part: Part, function: str, page: int) -> None:
    shown = Shown(part, function, page)

    assert Shown.read(str(shown)) == shown


@given(st.text(max_size=60))
def test_what_nobody_wrote_shows_something_all_the_same(carried: str) -> None:
    shown = Shown.read(carried)

    assert shown.part in tuple(Part)
    assert 0 <= shown.page < 10_000
