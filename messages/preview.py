"""Say what comes if nobody acts: to whom, where and when, in one line. Names only, since a mention would tell them now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.events import Nudged
from bot.model import Due, Person, UserId
from bot.playbook import Where
from bot.rules.preview import Foretold, of_open
from messages.escaping import Mrkdwn, cut, escape, one_line
from messages.scene import Scene
from messages.standing import find_lapse
from messages.words import NAME, conjoined, label, short, words

MOST = 4
MOST_BESIDE = 2
MOST_NAMED = 3


def if_left(
    ahead: Sequence[Foretold],
    people: Mapping[UserId, Person],
    zone: str,
    now: datetime,
    *,
    reader: UserId | None = None,
    most: int = MOST,
) -> Mrkdwn | None:
    """Say what comes in the reader's zone; ``reader``: the one person who reads it, None: several. None: nothing comes."""
    if not ahead:
        return None
    steps = Mrkdwn("; ".join(_step(each, people, zone, now, reader) for each in ahead[:most]))
    return words("preview#lead", steps=steps, is_own=reader is not None)


def after(event: Nudged, scene: Scene) -> Mrkdwn | None:
    """Say under a nudge what comes if it is left; None where something else was said since, or nothing comes."""
    deal, lapse = scene.the_deal, find_lapse(scene.the_deal, event.lapse_id)
    if scene.around is None or lapse is None or lapse.rung != event.rung:
        return None
    ahead = of_open(deal, scene.around, now=scene.now, only=lapse.id).get(lapse.id, ())
    reader = asked_of(event) if event.where is Where.PRIVATE else None
    zone = scene.around.calendar(reader).zone if reader else deal.zone
    return if_left(ahead, scene.people, zone, scene.now, reader=reader, most=MOST_BESIDE)


def on_board(scene: Scene) -> Mrkdwn | None:
    """Say in one line what comes first for all that is open."""
    if scene.around is None:
        return None
    deal = scene.the_deal
    each = of_open(deal, scene.around, now=scene.now).values()
    ahead = sorted((one for ahead in each for one in ahead), key=lambda one: one.at)
    return if_left(ahead, scene.people, deal.zone, scene.now, most=MOST_BESIDE)


def way(nudge: Nudged) -> str:
    """Return how a nudge speaks: to decide, privately, in the channel or to leadership."""
    return "decision" if nudge.decider_id and nudge.where is not Where.LEADERSHIP else str(nudge.where)


def asked_of(nudge: Nudged) -> UserId:
    """Return whom a nudge asks."""
    return nudge.decider_id or nudge.who


def _step(
    foretold: Foretold, people: Mapping[UserId, Person], zone: str, now: datetime, reader: UserId | None
) -> Mrkdwn:
    nudge = foretold.nudge
    who = asked_of(nudge)
    also = [_name(each, people) for each in (nudge.who, *nudge.also) if each not in (who, reader)]
    return words(
        "preview#step",
        at=short(Due(foretold.at, zone), now),
        way=way(nudge),
        who=_name(who, people),
        is_reader=who == reader,
        also=Mrkdwn(conjoined([escape(each) for each in also[:MOST_NAMED]])) if way(nudge) == "channel" else None,
    )


def _name(who: UserId, people: Mapping[UserId, Person]) -> str:
    return cut(one_line(people[who].name), NAME) if who in people else label("words#somebody_else")
