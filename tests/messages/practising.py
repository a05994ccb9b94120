"""What a practice deal says in its channel and privately, for the catalogue: each message marked as what it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from bot.events import Event, Nudged, Recorded
from bot.model import Deal, LapseKind, StepId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.practice import PracticeEnded
from bot.rules.in_earnest import InEarnest
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.rendering import render
from messages.scene import Scene
from messages.words import words
from tests.messages.samples import LAPSE, LIV, NOW, deal, due, lapsed, reword, scene, step

Say = Callable[[str], str]

STEP = step()
ENDS = NOW + timedelta(minutes=9)
REAL = InEarnest(due(1, month=12), due(2, 8, month=12).at)
HAPPENED: tuple[Event, ...] = (PracticeEnded(),)


def _alone(**more: object) -> Deal:
    own = replace(STEP, by=LIV)
    given = {"steps": (own,), "items": (), "owner_id": LIV, "seller_id": LIV, "leads": (("practice", LIV),)}
    return deal(**(given | {"is_practice": True, "is_private": True, "functions": (("practice", "Practice"),)} | more))


def _drawn(kind: Kind, of: Scene, say: Say) -> Message:
    worded = replace(of, deal=reword(of.deal, say), event=reword(of.event, say))
    return render(Outgoing("key", kind, None), worded)


def _asked(where: Where, rung: int, **more: object) -> Nudged:
    return Nudged(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, rung, where, LIV, **more)  # type: ignore[arg-type]


def drawn(say: Say) -> Iterator[tuple[str, Message]]:
    late = lapsed(LapseKind.STEP_OVERDUE, StepId(STEP.id), _alone())
    yield "practice_brief", _drawn(Kind.BRIEF, scene(of=_alone()), say)
    yield "practice_board", _drawn(Kind.BOARD, scene(of=_alone()), say)
    for name, asked in (
        ("private", _asked(Where.PRIVATE, 1)),
        ("channel", _asked(Where.CHANNEL, 2)),
        ("decision", _asked(Where.CHANNEL, 3, decider_id=LIV, decide_by=ENDS)),
    ):
        of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, late, decider_id=asked.decider_id)
        yield f"practice_{name}", _drawn(Kind.NUDGE, scene(asked, of, in_earnest=REAL), say)
    ended = Recorded(9, NOW, LIV, PracticeEnded())
    yield "practice_over", _drawn(Kind.SAY, replace(scene(of=_alone()), event=ended), say)
    yield "practice_begun", said(words("practice#begun", channel_id=None, name="practice-k7m2xp"))
    yield "practice_running", said(words("practice#begun", channel_id="C1", name="practice-k7m2xp"))
    yield "practice_ended", said(words("practice#ended", c=Mrkdwn("/deal")))
