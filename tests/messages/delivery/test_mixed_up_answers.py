"""An answer that is about somebody else's call proves nothing about ours."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from messages.delivery.outcomes import Outcome, Sent
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from tests.messages.delivery.office import Office

FOREIGN = "C0FOREIGN"


class MixedUp(Slack):
    """A way to Slack on which the first answer is exchanged for another workspace's."""

    first: Iterator[Mapping[str, Any]]

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        said = super().send(method, arguments)
        other = next(self.first, None)
        return replace(said, answer=other) if other and isinstance(said, Sent) else said


def mix_up(office: Office, sandbox: Sandbox, *answers: Mapping[str, Any]) -> None:
    mixed = MixedUp(sandbox.bot_token, base_url=sandbox.api_url)
    mixed.first = iter(answers)
    office.slack = mixed


def opening(deal: Deal) -> Outgoing:
    key = f"channel:{deal.id}"
    return Outgoing(key, Kind.OPEN_CHANNEL, f"deal:{deal.id}", deal_id=deal.id, in_channel_of=deal.id)


def test_a_message_that_another_channel_is_said_to_have_is_looked_for(office: Office, sandbox: Sandbox) -> None:
    deal = office.deal()
    mix_up(office, sandbox, {"ok": True, "channel": FOREIGN, "ts": "1.0"})
    office.say(deal, "a", "b")

    office.drain()

    assert office.texts(deal.channel_id) == ["a", "b"]
    assert [posted.channel_id for _, posted in office.told if posted] == [deal.channel_id] * 2


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (Kind.EDIT, "chat.update"),
        (Kind.TOPIC, "conversations.setTopic"),
        (Kind.INVITE, "conversations.invite"),
    ],
)
def test_what_can_be_repeated_is_done_again_when_the_answer_names_another_channel(
    office: Office, sandbox: Sandbox, kind: Kind, method: str
) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()
    mix_up(office, sandbox, {"ok": True, "channel": {"id": FOREIGN}, "ts": "1.0"})
    whom, what = (office.ana, None) if kind is Kind.INVITE else (None, "a")
    office.send(Outgoing("e", kind, None, deal_id=deal.id, in_channel_of=deal.id, to_user=whom, edits=what))

    office.drain()

    assert office.rows()["e"] == "sent"
    assert len(office.calls(method)) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True, "channel": {"id": FOREIGN, "name": "deal-other-zzzzzz"}},
        {"ok": True, "channel": {"name": "deal-other-zzzzzz"}},
        {"ok": True},
    ],
)
def test_a_channel_of_another_name_is_not_taken_for_ours(
    office: Office, sandbox: Sandbox, answer: Mapping[str, Any]
) -> None:
    deal = office.deal(with_channel=False)
    mix_up(office, sandbox, answer)
    office.send(opening(deal))

    office.drain()

    ((_, posted),) = office.told
    assert posted
    assert posted.channel_id != FOREIGN
    assert posted.ts == f"deal-acme-{deal.short}"
