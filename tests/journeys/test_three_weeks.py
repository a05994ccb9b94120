"""Three weeks of one deal in three zones, over both changes of the clocks: all that each person reads, and when.

Each page is held against its file in three_weeks/; write them anew with GOLDEN=write and review the diff.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.trying.audit import doubled, lost
from sandbox.trying.beside import NotSettled
from tests.journeys.diary import DIRECT, Diary, Entry
from tests.journeys.stage import ACME, Stage, served

PAGES = Path(__file__).parent / "three_weeks"
IS_WRITING = os.environ.get("GOLDEN") == "write"
START, END = datetime(2026, 10, 19, 5, tzinfo=UTC), datetime(2026, 11, 6, 23, tzinfo=UTC)
AFTER_THE_FIRST = datetime(2026, 10, 26, 8, tzinfo=UTC)
"""A Monday morning after the first digests: Helsinki has gone back meanwhile."""
# Measured: some ninety seconds in a run of all tests, three times as long on a machine with twenty other things to do.
pytestmark = [pytest.mark.minutes, pytest.mark.timeout(900)]
SATURDAY, HALF_HOURS = 5, (5, 6, 7, 8, 11, 12, 13)
HALF_HOUR, TRIFLE = timedelta(minutes=30), timedelta(seconds=0.05)
MOST_LATE = timedelta(minutes=5)
ZONES = {"ana": "Europe/Vienna", "jonas": "Europe/Helsinki", "lena": "Europe/Vienna", "mei": "America/New_York"}
AWAY = {
    "ana": (date(2026, 10, 26),),
    "lena": (date(2026, 10, 26),),
    "jonas": tuple(date(2026, 11, day) for day in (2, 3, 4)),
}
"""The days on which somebody does not work, besides weekends: Austria's national day, and an absence."""
TEAM = "#delivery-team"
PLAYBOOK = """
kind: charger-site
title: Charger site
owner_function: field
functions:
  sales: {label: Sales, usergroup: sales}
  field: {label: Field crew, usergroup: field}
  finance: {label: Finance, usergroup: finance}
items:
  - {key: scope, function: sales, title: Attach the signed scope, due: won + 2, evidence: text, accepted_by: field}
  - {key: deposit, function: finance, title: Send the deposit invoice, due: won + 4, evidence: number}
  - {key: survey, function: field, title: Survey the site, due: won + 10, waits_for: [scope]}
"""
DEAL = {**ACME, "kind": "charger-site", "promised_on": "2026-12-18", "won_at": "2026-10-19T08:00:00Z"}


class Story:
    """Lets the weeks pass, half an hour at a time, and people act in them.

    The clock stands still but for that, so that a slow machine tells the same story. Its seconds only grow: what counts
    from a moment is due a trifle after its like, and a stop that came sooner would see it half an hour late.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.diary = Diary(stage, ZONES)
        self._stop = START
        self._late = timedelta()

    def until(self, moment: datetime) -> None:
        """Stop at each half hour on the way: what is said is said at its moment, and nothing passes unseen."""
        while self._stop < moment:
            self._stop += HALF_HOUR
            if _is_looked_at(self._stop):
                self._late += TRIFLE
                self.stage.slack.move_clock(self._stop + self._late)
                self.settle()

    def settle(self) -> None:
        """Let Baton finish, and pass some seconds where it waits for Slack's pace; then see what people read."""
        wanted = self.stage.slack.now()
        waiting: list[int] = []

        def is_settled(state: Mapping[str, Any]) -> bool:
            waiting.append(state.get("waiting", -1))
            ticked = state.get("ticked_at")
            return bool(state.get("quiet") and ticked and datetime.fromisoformat(ticked) >= wanted)

        for _ in range(60):
            try:
                self.stage.baton.wait_until(is_settled, seconds=1.5)
                break
            except NotSettled:
                if self.stage.baton.process.poll() is not None:
                    raise
                # A slow machine's count goes down, or is none; one that waits for Slack's pace stands still.
                if len(set(waiting)) == 1 and waiting[0] > 0:
                    self.pass_seconds(2)
                waiting.clear()
        else:
            raise NotSettled(f"Baton does not come to rest at {wanted}; this waits: {waiting}")
        self.diary.look()

    def pass_seconds(self, seconds: float) -> None:
        self.stage.slack.advance(seconds)
        self._late += timedelta(seconds=seconds)
        assert self._late < MOST_LATE, "The pages tell moments to five minutes: Slack's pace has taken more."

    def at(self, person: str, moment: str) -> None:
        """Let time pass until a moment like "Mon 19 Oct 10:30" on somebody's wall."""
        local = datetime.strptime(f"{moment} 2026", "%a %d %b %H:%M %Y").replace(tzinfo=ZoneInfo(ZONES[person]))
        assert f"{local:%a}" == moment[:3]
        self.until(local.astimezone(UTC))

    def types(self, person: str, text: str, *, in_: str = "acme") -> None:
        place = self.stage.channel() if in_ == "acme" else in_
        words = text.format(**{f"at_{name}": f"<@{one.id}>" for name, one in self.stage.people.items()})
        answer = self.stage.people[person].types(words, in_=place)
        assert answer.ok, answer.error
        self.diary.did(person, words, answer.shown, where=self._where(in_))
        self.pass_seconds(4)
        self.settle()

    def presses(self, person: str, label: str, about: str, *, privately: bool = False, **answers: str) -> None:
        somebody = self.stage.people[person]
        answer = somebody.presses(label, about=about, in_=somebody.direct() if privately else self.stage.channel())
        assert answer.ok, answer.error
        filled = "".join(f"; {name}: {given}" for name, given in answers.items())
        self.diary.did(person, f"[{label}] under “{about}”{filled}", where=DIRECT if privately else self._where("acme"))
        if answer.has_form:
            done = somebody.fills(answers).fills_the_rest().submits()
            assert done.ok, done.error
            assert not done.errors, done.errors
        self.pass_seconds(4)
        self.settle()

    def _where(self, place: str) -> str:
        return f"#{self.stage.channels(place)[0]['name'] if place == 'acme' else place}"


def _is_looked_at(stop: datetime) -> bool:
    """Stop seldom at night and at the weekend, and at half hours only where one is in this story."""
    if stop.weekday() >= SATURDAY or not 5 <= stop.hour < 23:
        return stop.hour % 6 == 0 and stop.minute == 0
    return stop.minute == 0 or stop.hour in HALF_HOURS


@contextmanager
def the_story(folder: Path, **settings: str) -> Iterator[Story]:
    """Set the stage, with a clock that only the story moves; at the end nothing came twice and nothing was lost."""
    settings["BATON_TICK_SECONDS"] = "0.02"
    with served(folder, start=START, speed=0.0, zones=ZONES, playbook=PLAYBOOK, **settings) as on:
        # A clock that stands still never pays back what Slack lets an app do in a minute; Baton keeps its own pace.
        on.slack.configure_app(rate_limits=False)
        yield Story(on)
        traffic = on.slack.traffic()
        standing = {each["id"]: on.slack.messages(each["id"]) for each in on.slack.state()["channels"]}
        assert list(doubled(traffic)) == []
        assert list(lost(traffic, standing)) == []


def test_everybody_reads_what_they_should_when_they_should_for_three_weeks(tmp_path: Path) -> None:
    with the_story(tmp_path) as story:
        first_week(story)
        second_week(story)
        third_week(story)
        story.until(END)

        for name in ZONES:
            each_reads_what_their_page_says(story.diary, name)
            nobody_is_spoken_to_but_on_a_working_day(story.diary, name)
            nobody_is_asked_in_public_more_than_twice_a_day(story.diary, name)
        the_clocks_change_and_the_hours_on_the_wall_do_not(story.diary)
        nobody_reads_in_public_what_was_not_said_in_private(story)
        what_nobody_answered_went_up_over_a_holiday_and_a_change_of_clocks(story.diary)


@pytest.mark.postgres
def test_on_postgresql_they_read_the_same_over_the_first_week_and_change_of_clocks(
    tmp_path: Path, postgres_url: str
) -> None:
    """A week shows what the database could change, its types, its order and its clock; three would tell it thrice."""
    with the_story(tmp_path, DATABASE_URL=postgres_url) as story:
        first_week(story)
        story.until(AFTER_THE_FIRST)

        for name in ZONES:
            written = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
            so_far = story.diary.page(name)
            assert so_far == written[: len(so_far)]
            assert len(story.diary.of[name]) >= 3


def each_reads_what_their_page_says(diary: Diary, name: str) -> None:
    page = PAGES / f"{name}.txt"
    if IS_WRITING:
        page.write_text(diary.page(name), encoding="utf-8")
    assert diary.page(name) == page.read_text(encoding="utf-8")


def nobody_is_spoken_to_but_on_a_working_day(diary: Diary, name: str) -> None:
    """Not by what a page says, which can be written anew, but by what a working day is."""
    asked = [each.local for each in diary.of[name] if each.text and each.where in (DIRECT, TEAM)]
    asked += [each.local for each in diary.of[name] if _asks(diary, name, each)]
    assert asked
    assert not [at for at in asked if at.weekday() >= SATURDAY or at.date() in AWAY.get(name, ())]
    earliest = time(7, 30) if name == "mei" else time(8)
    assert not [at for at in asked if not earliest <= at.time() < time(18)]


def nobody_is_asked_in_public_more_than_twice_a_day(diary: Diary, name: str) -> None:
    """On the second of November Mei would be, by three things that are late."""
    asked = [each.local.date() for each in diary.of[name] if _asks(diary, name, each) and each.where != DIRECT]
    assert max(Counter(asked).values()) <= 2
    if name == "mei":
        assert asked.count(date(2026, 11, 2)) == 2


def _asks(diary: Diary, name: str, entry: Entry) -> bool:
    return entry.text.startswith(f"<@{diary.ids[name]}>,")


def the_clocks_change_and_the_hours_on_the_wall_do_not(diary: Diary) -> None:
    """Helsinki goes back on the 25th of October, New York on the 1st of November."""
    assert _hours(diary, "jonas", "needs? you") == {("08:30", "05:30"), ("08:30", "06:30")}
    assert _hours(diary, "jonas", "^Due ") == {("09:00", "06:00"), ("09:00", "07:00")}
    assert _hours(diary, "mei", "needs? you") == {("07:30", "11:30"), ("07:30", "12:30")}


def _hours(diary: Diary, name: str, words: str) -> set[tuple[str, str]]:
    """Return at which hours somebody was told something in private, there and in UTC."""
    told = [each for each in diary.of[name] if each.where == DIRECT and re.search(words, each.text)]
    return {(f"{each.local:%H:%M}", f"{each.local.astimezone(UTC):%H:%M}") for each in told}


def nobody_reads_in_public_what_was_not_said_in_private(story: Story) -> None:
    told: set[tuple[str, str]] = set()
    asked_in_public = 0
    for name, entries in story.diary.of.items():
        for entry in entries:
            asks = re.match(rf"<@{story.diary.ids[name]}>, \*(.+?)\* (?:was due|waits)", entry.text)
            if asks and entry.where == DIRECT:
                told.add((name, asks[1]))
            elif asks:
                asked_in_public += 1
                assert (name, asks[1]) in told
    assert asked_in_public >= 4


def what_nobody_answered_went_up_over_a_holiday_and_a_change_of_clocks(diary: Diary) -> None:
    crane = [each for each in diary.of["ana"] if "*order the crane*" in each.text and each.local.day >= 23]
    assert [(f"{each.local:%a %d %H:%M %Z}", each.where == DIRECT) for each in crane[:4]] == [
        ("Fri 23 09:00 CEST", True),
        ("Fri 23 17:00 CEST", True),
        ("Tue 27 10:00 CET", False),
        ("Wed 28 10:00 CET", False),
    ]
    assert crane[3].text.startswith(f"<@{diary.ids['lena']}>, please decide")


def first_week(story: Story) -> None:
    at, types, presses = story.at, story.types, story.presses
    at("ana", "Mon 19 Oct 09:30")
    types("ana", "/deal region AT", in_="general")
    types("lena", "/deal region AT", in_="general")
    at("ana", "Mon 19 Oct 10:00")
    status, _ = story.stage.hook(story.stage.news(DEAL))
    assert status == 202
    story.settle()
    types("jonas", "/deal region FI")
    at("jonas", "Mon 19 Oct 11:30")
    presses("jonas", "Accept", "will you own")
    types("jonas", "/deal next call the landlord by wed 15:00")
    at("mei", "Mon 19 Oct 09:00")
    types("mei", "/deal region US")
    types("mei", "/deal digest 7:30")
    at("jonas", "Wed 21 Oct 11:00")
    presses("jonas", "Done", "call the landlord", privately=True)
    types("jonas", "/deal next measure the site by fri 16:30")
    at("ana", "Wed 21 Oct 15:00")
    presses("ana", "Done", "Attach the signed scope", privately=True)
    at("jonas", "Thu 22 Oct 10:00")
    presses("jonas", "Accept", "Attach the signed scope")
    at("ana", "Thu 22 Oct 10:30")
    types("ana", "/deal next order the crane by fri else {at_lena} decides")
    at("mei", "Fri 23 Oct 09:30")
    presses("mei", "Done", "Send the deposit invoice", privately=True)


def second_week(story: Story) -> None:
    at, types, presses = story.at, story.types, story.presses
    at("jonas", "Mon 26 Oct 12:00")
    types("jonas", "/deal reschedule measure the site wed 15:00 because the landlord was away")
    at("lena", "Wed 28 Oct 15:00")
    presses(
        "lena",
        "Continue",
        "please decide",
        what="order the crane from the other supplier",
        when="fri 12:00",
        code="We lack people",
        reason="The first one has no crane this year",
    )
    at("jonas", "Wed 28 Oct 14:00")
    types(
        "jonas",
        "/deal waiting measure the site on customer until fri 12:00 chased by {at_mei} because they sign the access",
    )
    at("mei", "Wed 28 Oct 11:00")
    types("mei", "/deal next send the second invoice by fri")
    at("jonas", "Thu 29 Oct 11:00")
    types("jonas", "/deal customer We open the cable trench in the week of 9 November")
    at("jonas", "Thu 29 Oct 14:00")
    types("jonas", "/deal away from mon until wed stand-in {at_mei}")
    at("ana", "Fri 30 Oct 11:00")
    types("ana", "/deal done")
    at("mei", "Fri 30 Oct 10:00")
    presses("mei", "Remind me tomorrow", "measure the site", privately=True)


def third_week(story: Story) -> None:
    at, types, presses = story.at, story.types, story.presses
    at("mei", "Mon 2 Nov 11:00")
    types("mei", "/deal done send the second invoice")
    at("mei", "Tue 3 Nov 10:00")
    types("mei", "/deal done measure the site")
    presses("mei", "Done", "Survey the site", privately=True)
    at("jonas", "Thu 5 Nov 12:00")
    presses("jonas", "Still true", "is this still what Acme Oy hears", privately=True)
    types("jonas", "/deal next open the trench by 13.11. 12:00")
