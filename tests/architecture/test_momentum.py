"""What docs/momentum.md tells people is what the rules do."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.context import Context
from bot.events import Nudged
from bot.ladder import DEFAULT_LADDER
from bot.model import (
    Consequence,
    Deal,
    DealId,
    DealStatus,
    Due,
    Facts,
    LapseKind,
    Person,
    Step,
    StepId,
    UserId,
    WorkspaceId,
)
from bot.playbook import Rung, Rungs, Where
from bot.rules.digests import PERSON_AT, TEAM_AT
from bot.rules.review import review
from bot.rules.telling import told
from bot.working_time import Calendar, at_local, whole_day
from tests.architecture.project import page, rows

ZONE = "Europe/Helsinki"
MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
ANA, OMAR, LEE = UserId("UANA"), UserId("UOMAR"), UserId("ULEE")
PLACES = {
    "Ana, privately": Where.PRIVATE,
    "The deal's channel": Where.CHANNEL,
    "Leadership's channel": Where.LEADERSHIP,
}
PEOPLE = Context({who: Person(who, who, ZONE) for who in (ANA, OMAR, LEE)}, default_owner=LEE, zone=ZONE)
SPOKEN = PEOPLE.reachable(ANA)


def in_words(rung: Rung) -> str:
    """Say a rung as the table of the document says it."""
    where = {Where.PRIVATE: ", privately", Where.CHANNEL: ", in the channel", Where.LEADERSHIP: ""}[rung.where]
    when = f"after {rung.after_hours:g} h" if rung.after_hours else "at once"
    said = f"{', '.join(rung.tell)}{where}, {when}"
    said += " or the next morning" if rung.next_morning else ""
    said += ", to decide" if rung.asks_decision else ""
    return said + (", for gates" if rung.gates_only else "")


def as_row(kind: str, rungs: Rungs) -> list[str]:
    said = [in_words(rung) for rung in rungs.rungs]
    return [f"`{kind}`", f"{rungs.opens_after_hours:g} h", *said, *[""] * (4 - len(said))]


def a_deal(due: Due) -> Deal:
    """Return a deal whose only step Ana made on Monday."""
    at = at_local(ZONE, MONDAY, time(11))
    step = Step(
        StepId(UUID(int=3)), "order the pump", ANA, at, due, due, consequence=Consequence(text="the crane slot is lost")
    )
    return Deal(
        id=DealId(UUID(int=1)),
        workspace_id=WorkspaceId(UUID(int=2)),
        source="erp",
        external_id="D-1",
        short="k3v9q2",
        kind="site-installation",
        facts=Facts("Acme EV site", "Acme Oy"),
        status=DealStatus.OPEN,
        seller_id=OMAR,
        owner_id=OMAR,
        zone=ZONE,
        ladder=DEFAULT_LADDER,
        leads=(("delivery", OMAR),),
        steps=(step,),
        opened_at=at,
        owned_at=at,
        next_review_at=at,
        seq=5,
    )


def nudges(deal: Deal, *, days: int) -> list[tuple[datetime, Nudged]]:
    """Let time pass and nobody act; Slack has each nudge a moment after it was decided."""
    heard, until = [], at_local(ZONE, MONDAY + timedelta(days=days), time(23))
    while deal.next_review_at and deal.next_review_at < until:
        now = deal.next_review_at
        change = review(deal, PEOPLE, now=now)
        deal = change.deal
        for event in change.events:
            if isinstance(event, Nudged) and event.kind in {LapseKind.STEP_DUE, LapseKind.STEP_OVERDUE}:
                heard.append((now.astimezone(ZoneInfo(ZONE)), event))
            if isinstance(event, Nudged):
                deal = told(deal, lapse_id=event.lapse_id, rung=event.rung, now=now).deal
    return heard


def cells(heading: str) -> list[list[str]]:
    return rows(page("docs/momentum.md"), heading)


def test_the_table_is_the_default_ladder() -> None:
    expected = [as_row(kind, rungs) for kind, rungs in DEFAULT_LADDER.lapses.items()]

    assert cells("## The default ladder") == expected


def test_every_lapse_of_the_ladder_says_when_it_opens_and_who_must_act() -> None:
    told_of = [row[0].strip("`") for row in cells("## When a lapse opens, and when it closes")]

    assert told_of == list(DEFAULT_LADDER.lapses)


def test_the_story_of_a_missed_step_happens_as_it_is_told() -> None:
    heard = nudges(a_deal(whole_day(Calendar(ZONE), WEDNESDAY)), days=10)

    written = [
        (when, next(place for words, place in PLACES.items() if what.startswith(words)))
        for when, what in cells("## What people see, and when")
    ]
    assert [(f"{at:%A} {at.hour}:{at:%M}", event.where) for at, event in heard] == written


def test_with_a_clock_time_the_public_word_comes_two_working_hours_later() -> None:
    due = Due(at_local(ZONE, WEDNESDAY, time(15)), ZONE)

    heard = nudges(a_deal(due), days=2)

    assert [f"{at:%A %H:%M}" for at, event in heard if event.where is Where.CHANNEL] == ["Wednesday 17:00"]


@pytest.mark.parametrize("at", [SPOKEN.opens, SPOKEN.closes, PERSON_AT, TEAM_AT])
def test_the_hours_of_the_rules_stand_in_the_document(at: time) -> None:
    assert f"{at.hour}:{at:%M}" in page("docs/momentum.md")
