"""Each invariant is seen to break."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.events import Nudged, NudgeTold, Recorded
from bot.model import BATON, Deal, DealStatus, LapseId, LapseKind, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from tests.bot.making import a_deal, a_lapse, a_step, at, id_of
from tests.year.company import LEADER, Company
from tests.year.watch import BrokenError, Watch

NOON, NIGHT, SUNDAY = at("2027-03-03 12:00"), at("2027-03-03 23:00"), at("2027-03-07 12:00")
INDEPENDENCE = at("2027-12-06 12:00")
STEP = a_step()
LAPSE = a_lapse(subject=STEP.id)


@pytest.fixture
def watch(company: Company) -> Watch:
    return Watch(company)


def a_good_deal(**changes: object) -> Deal:
    given = {"owner_id": LEADER, "steps": (STEP,), "lapses": (LAPSE,), "next_review_at": NOON + timedelta(days=1)}
    return a_deal(**(given | changes))


def a_nudge(**changes: object) -> Nudged:
    given = {"rung": 1, "where": Where.PRIVATE, "who": LEADER}
    return Nudged(LAPSE.id, LapseKind.STEP_OVERDUE, "call", **(given | changes))  # type: ignore[arg-type]


def privately(key: str = "nudge:1") -> Outgoing:
    return Outgoing(key, Kind.NUDGE, "dm", to_user=LEADER)


def in_public(key: str = "nudge:2") -> Outgoing:
    return Outgoing(key, Kind.NUDGE, "deal", in_channel_of=a_good_deal().id)


def record(*events: object, seq: int = 1) -> list[Recorded]:
    return [Recorded(seq + number, NOON, BATON, event) for number, event in enumerate(events)]  # type: ignore[arg-type]


def save(watch: Watch, *events: object, **changes: object) -> None:
    deal = a_good_deal(**changes)
    watch.saved(replace(deal, seq=0), replace(deal, seq=len(events)), record(*events), NOON)


def test_what_is_as_it_must_be_is_let_through(watch: Watch) -> None:
    save(watch, a_nudge())
    watch.told(a_good_deal(), privately(), a_nudge(), NOON)
    save(watch, NudgeTold(LAPSE.id, 1), a_nudge(rung=2, where=Where.CHANNEL))
    watch.told(a_good_deal(), in_public(), a_nudge(rung=2), NOON)

    assert watch.seen == 2


@pytest.mark.parametrize(
    ("otherwise", "changes"),
    [
        ("nobody owns it", {"owner_id": UserId("UNOBODY")}),
        ("looked at again", {"next_review_at": None}),
        ("looked at again", {"next_review_at": NOON + timedelta(days=8)}),
        ("looked at again", {"next_review_at": NOON - timedelta(minutes=1)}),
        ("clocks did not stop", {"status": DealStatus.STOPPED}),
    ],
)
def test_a_deal_that_is_not_as_it_must_be_is_seen(watch: Watch, otherwise: str, changes: dict[str, object]) -> None:
    with pytest.raises(BrokenError, match=otherwise):
        save(watch, **changes)


def test_a_gap_in_the_events_is_seen(watch: Watch) -> None:
    deal = a_good_deal(seq=3)

    with pytest.raises(BrokenError, match="gap"):
        watch.saved(a_good_deal(seq=1), deal, record(a_nudge()), NOON)


@pytest.mark.parametrize("events", [[a_nudge(rung=2)], [a_nudge(), a_nudge(rung=2)], [a_nudge(), a_nudge()]])
def test_a_rung_out_of_turn_is_seen(watch: Watch, events: list[Nudged]) -> None:
    with pytest.raises(BrokenError, match="out of turn"):
        save(watch, *events)


def test_leadership_that_hears_first_is_seen(watch: Watch) -> None:
    with pytest.raises(BrokenError, match="before the person"):
        save(watch, a_nudge(where=Where.LEADERSHIP))


@pytest.mark.parametrize("moment", [NIGHT, SUNDAY, INDEPENDENCE])
def test_somebody_spoken_to_at_night_or_on_a_day_off_is_seen(watch: Watch, moment: object) -> None:
    with pytest.raises(BrokenError, match="night"):
        watch.told(a_good_deal(), privately(), a_nudge(), moment)  # type: ignore[arg-type]


def test_the_same_nudge_told_twice_is_seen(watch: Watch) -> None:
    watch.told(a_good_deal(), privately(), a_nudge(), NOON)

    with pytest.raises(BrokenError, match="twice"):
        watch.told(a_good_deal(), privately(), a_nudge(), NOON)


def test_a_public_first_word_about_a_step_is_seen(watch: Watch) -> None:
    with pytest.raises(BrokenError, match="first word was public"):
        watch.told(a_good_deal(), in_public(), a_nudge(), NOON)


def test_a_public_first_word_about_a_whole_deal_is_allowed(watch: Watch) -> None:
    watch.told(a_good_deal(lapses=(replace(LAPSE, subject=None),)), in_public(), a_nudge(), NOON)


def test_a_word_about_what_is_settled_is_seen(watch: Watch) -> None:
    with pytest.raises(BrokenError, match="settled already"):
        watch.told(a_good_deal(lapses=(replace(LAPSE, closed_at=NOON),)), privately(), a_nudge(), NOON)


def test_a_third_public_word_to_somebody_in_a_day_is_seen(watch: Watch) -> None:
    watch.told(a_good_deal(), privately(), a_nudge(), NOON)
    watch.told(a_good_deal(), in_public("one"), a_nudge(), NOON)
    watch.told(a_good_deal(), in_public("two"), a_nudge(), NOON)
    watch.told(a_good_deal(), in_public("the next day"), a_nudge(), NOON + timedelta(days=1))

    with pytest.raises(BrokenError, match="too often"):
        watch.told(a_good_deal(), in_public("three"), a_nudge(), NOON)


def test_what_broke_is_told_with_deal_and_moment(watch: Watch) -> None:
    with pytest.raises(BrokenError, match=r"Acme EV site, Wed 03 Mar 10:00 UTC"):
        save(watch, owner_id=UserId("UNOBODY"))


def test_another_subject_needs_a_private_word_of_its_own(watch: Watch) -> None:
    watch.told(a_good_deal(), privately(), a_nudge(), NOON)
    other = replace(LAPSE, subject=UUID(int=9), id=LapseId(id_of("other")))

    with pytest.raises(BrokenError, match="first word was public"):
        watch.told(a_good_deal(lapses=(other,)), in_public(), replace(a_nudge(), lapse_id=other.id), NOON)
