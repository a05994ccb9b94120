"""The first steps as they stand on the way from nothing to done, and the preview of a digest, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot import refusals as r
from bot.first_run import FirstStep, FirstSteps, Stands
from bot.model import ChannelId, DealId, DealStatus
from bot.outgoing import DigestFacts, Line
from messages import first_steps, forms
from messages.blocks import Block
from messages.message import Message
from messages.scene import Scene
from tests.messages.samples import LIV, NOW, OMAR, PEOPLE, ZONE, deal

DONE, SKIPPED, OPEN = Stands.DONE, Stands.SKIPPED, Stands.OPEN


def standing(*stands: Stands, **more: object) -> FirstSteps:
    given = {"may_speak": stands[0] is not OPEN} | more
    return FirstSteps(tuple(zip(FirstStep, stands, strict=True)), **given)  # type: ignore[arg-type]


STANDINGS = {
    "untouched": standing(*[OPEN] * len(FirstStep)),
    "waiting": standing(*[OPEN] * len(FirstStep), waiting=1),
    "half": standing(
        DONE,
        SKIPPED,
        DONE,
        *[OPEN] * (len(FirstStep) - 3),
        team_channel=ChannelId("C0TEAM"),
        private_until="2026-12-07",
        waiting=3,
    ),
    "skipped": standing(*[SKIPPED] * len(FirstStep)),
    "lent": standing(*[OPEN] * len(FirstStep), is_lent=True),
    "of_no_admin": standing(*[OPEN] * len(FirstStep), waiting=2, admins=(LIV, OMAR)),
    "of_no_admin_who_may_speak": standing(
        DONE, *[OPEN] * (len(FirstStep) - 1), waiting=2, admins=(), team_channel=ChannelId("C0TEAM")
    ),
    "left_to_admins": standing(OPEN, *[SKIPPED] * (len(FirstStep) - 1), admins=(LIV,)),
    "done": standing(*[DONE] * len(FirstStep), team_channel=ChannelId("C0TEAM"), leads=2, private_until="2026-12-07"),
}


def drawn(say: Callable[[str], str]) -> Iterator[tuple[str, Message | Block]]:
    for name, found in STANDINGS.items():
        yield f"first_steps_{name}", first_steps.first_steps(found, "/deal")
    scene = Scene(None, None, PEOPLE, NOW)
    yield "first_steps_ahead_empty", first_steps.ahead(None, NOW, ZONE, scene)
    line = Line("step_overdue", DealId(deal().id), say("Acme EV site"), ChannelId("C1"), say("order the pump"), at=NOW)
    facts = DigestFacts("person", "2026-11-30", ZONE, (line,))
    yield "first_steps_ahead", first_steps.ahead(facts, NOW, ZONE, scene)
    yield "form_kept", forms.opening(replace(deal(), status=DealStatus.BACKLOG))


def refused() -> dict[str, r.Refusal]:
    return {"may_not_speak": r.MayNotSpeak()}
