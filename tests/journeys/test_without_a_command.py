"""Ana types no command: she uses Slack's menus, mentions Baton, and answers below what she is asked. By both transports."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys.stage import PATIENCE, Stage, served

SAID = "The pump is broken, somebody should order a new one"


@pytest.mark.parametrize("over_http", [True, False], ids=["http", "socket mode"])
def test_a_day_without_a_command(tmp_path: Path, *, over_http: bool) -> None:
    with served(tmp_path, over_http=over_http) as on:
        on.won()
        on.settle()
        on.press("jonas", "Accept")
        a_message_becomes_a_step(on)
        a_mention_shows_the_deal(on)
        what_is_written_below_the_question_is_understood(on)
        a_deal_is_opened_from_the_menu(on)


def a_message_becomes_a_step(on: Stage) -> None:
    ana, channel = on.people["ana"], on.channel()
    on.people["jonas"].types(SAID, in_=channel)
    opened = ana.uses("Make this a next step", on=SAID, in_=channel)
    assert opened.has_form
    ana.fills({"What will you do?": "order the pump", "By when?": "wed"}).submits()
    on.settle()

    (committed,) = [text for text in on.read(channel) if text.startswith("Next step: *order the pump*")]
    assert "slack.com/archives/" in committed
    assert "|this message>" in committed
    assert "|this message>" in on.board()


def a_mention_shows_the_deal(on: Stage) -> None:
    mei, channel = on.people["mei"], on.channel()
    on.slack.act(on.people["ana"].id, "invite", channel=channel, users=[mei.id])
    before = len(on.read(channel))
    mei.types(f"<@{on.slack.state()['app']['user']}> how is it?", in_=channel)

    mei.sees("order the pump", in_=channel)
    mei.sees_button("What comes", in_=channel)
    assert len(on.read(channel)) == before + 1, "Nobody else reads the answer."


def what_is_written_below_the_question_is_understood(on: Stage) -> None:
    """In private, below three things at once: one of them moves, and then it is done."""
    ana = on.people["ana"]
    on.until(datetime(2026, 12, 2, 16, 0, 30, tzinfo=UTC))
    asked = "things you were asked"
    ana.replies("thanks, I will look into it", to=asked, in_=ana.direct())
    ana.replies("moved to friday because the shop is closed", to=asked, in_=ana.direct())
    ana.sees("Nothing is changed before you press", in_=ana.direct())
    assert "moved order the pump" not in on.type("jonas", "/deal history")
    pressed = ana.presses("Move it", in_=ana.direct())
    assert pressed.ok, pressed.error
    on.settle()
    assert "moved order the pump from Wed 2 Dec to Fri 4 Dec" in on.type("jonas", "/deal history")

    ana.replies("done!", to=asked, in_=ana.direct())
    ana.sees("Is *Attach the signed scope with its exclusions* done?", in_=ana.direct())
    ana.presses("Done", about="Is *order the pump* done?", in_=ana.direct())
    on.settle()
    assert "did: order the pump" in on.type("jonas", "/deal history")


def a_deal_is_opened_from_the_menu(on: Stage) -> None:
    ana = on.people["ana"]
    assert ana.uses("Open a deal").has_form
    ana.fills({"What was won?": "Beta store", "For which customer?": "Beta Oy"}).submits()
    on.settle()

    assert on.slack.until(lambda: on.channels("beta") or None, seconds=PATIENCE)
