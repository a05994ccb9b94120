"""What was put off: nobody is asked about it before its moment, then its people once more, and never later than allowed."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.simulation import hours
from tests.simulation.judges.broken import Broken
from tests.simulation.judges.ladders import UNDER_WAY, Seen
from tests.simulation.slack import Channel
from tests.simulation.story import DealStory, PutOff
from tests.simulation.town import ZONES

LONGEST_DAYS = 5
"""Working days for which a question can be put off in all, copied by hand from the agreed ladder."""


def asked_too_soon(deal: DealStory, lapse: str, at: float, *, off: float) -> Iterator[Broken]:
    """Look at a question: it must not be one that whoever was asked surely put off until later."""
    of_it = _of(deal, lapse)
    # A try of before may still arrive: until which of the moments it sleeps nobody knows, but not before the first.
    if of_it and (told := of_it[-1].told.answered_at) and at > told and at + off < min(each.until for each in of_it):
        yield Broken("nothing is asked that was put off", f"{of_it[-1].question.about}: {at - told:.0f} s after")


def reminded(
    deal: DealStory, channel: Channel, event: dict[str, Any], at: float, *, off: float, margin: float
) -> Iterator[Broken]:
    """Look at a reminder: it was asked for, its moment has come, and its people are reached, in private."""
    of_it, zone = _of(deal, event["lapse_id"]), ZONES[event["who"]]
    if not of_it or at + off < min(each.until for each in of_it):
        yield Broken("what was put off comes again, not before", f"{event['about']} at {hours.wall(zone, at):%a %H:%M}")
    if channel.person != event["who"]:
        yield Broken("what was put off comes again in private", f"{event['about']} in {channel.name}")
    if hours.is_quiet(zone, at, margin=margin):
        yield Broken("nothing in quiet hours", f"{event['about']} again at {hours.wall(zone, at):%a %H:%M} for {zone}")


def too_long(deal: DealStory, *, off: float) -> Iterator[Broken]:
    """Yield what Baton said it would put off, and for longer than it may."""
    for each in deal.put_off:
        zone, asked_at = ZONES[each.question.who], each.question.at
        # It was opened before anybody was asked, and the days count from then.
        day = hours.wall(zone, asked_at + off).date()
        for _ in range(LONGEST_DAYS):
            day = hours.next_working_day(zone, hours.end_of(zone, day))
        if each.told.is_certain and each.until > hours.end_of(zone, day):
            yield Broken(
                "nothing is put off for too long", f"{each.question.about} until {hours.wall(zone, each.until)}"
            )


def forgotten(
    deal: DealStory,
    again: dict[str, list[float]],
    *,
    off: float,
    end: float,
    calm_from: float,
    with_time: Callable[[float], float] = lambda by: by,
) -> Iterator[Broken]:
    """Yield what did not come again: of a step that stands as it did, or of who owns the deal."""
    for each in deal.put_off:
        of_it = _of(deal, each.question.lapse)
        if not each.told.is_certain or each is not of_it[-1] or not all(one.told.is_prompt for one in of_it):
            continue
        zone = ZONES[each.question.who]
        by = max(hours.spoken_after(zone, each.until), hours.spoken_after(zone, calm_from)) + UNDER_WAY
        if hours.is_quiet(zone, by, margin=0.0):
            by = hours.spoken_after(zone, by) + UNDER_WAY
        by = with_time(by)
        came = [at for at in again.get(each.question.lapse, ()) if at + off >= each.until]
        if _stands(deal, each) and by < end and not came:
            yield Broken("what was put off comes again", f"{each.question.about} by {hours.wall(zone, by):%a %H:%M}")


def counts_from(deal: DealStory, about: str, again: dict[str, list[float]]) -> float:
    """Return from when the next word about something counts: from its reminder, and while there is none, at the latest."""
    of_it = [each for each in deal.put_off if each.question.about == about]
    asleep = [hours.spoken_after(ZONES[each.question.who], each.until) + UNDER_WAY for each in of_it]
    came = [at for each in of_it for at in again.get(each.question.lapse, ())]
    since: float = max((0.0, *asleep, *came))
    return since


def last_word(before: Seen, again: dict[str, list[float]], lapse: str) -> float:
    """Return when people were last asked: by the rung before, or again after they had put it off."""
    since: float = max([before.at, *again.get(lapse, ())])
    return since


def _stands(deal: DealStory, put_off: PutOff) -> bool:
    question = put_off.question
    if question.kind == "owner_not_accepted":
        return deal.answer is None and not deal.taken
    step = deal.steps.get(question.about)
    was_late = step is not None and step.dates[-1].due.at.timestamp() <= question.at
    return question.kind == "step_overdue" and was_late and step is not None and step.is_open


def _of(deal: DealStory, lapse: str) -> list[PutOff]:
    return [each for each in deal.put_off if each.question.lapse == lapse]
