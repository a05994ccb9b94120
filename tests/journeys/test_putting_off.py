"""Somebody who is asked has no time now: they are asked again, in private, before anybody reads it in the channel."""

from datetime import UTC, datetime
from pathlib import Path

from tests.journeys.stage import served


def test_what_was_put_off_until_tomorrow_is_asked_again_before_the_channel_is(tmp_path: Path) -> None:
    with served(tmp_path, over_http=True) as stage:
        stage.won()
        stage.settle()
        stage.press("jonas", "Accept")
        stage.type("ana", "/deal next order the pump by wed")
        stage.until(datetime(2026, 12, 2, 16, 0, 30, tzinfo=UTC))

        ana = stage.people["ana"]
        pressed = ana.presses("Remind me tomorrow", about="order the pump", in_=ana.direct())
        stage.until(datetime(2026, 12, 3, 9, 30, tzinfo=UTC))

        assert pressed.ok, pressed.error
        assert len([text for text in stage.read_direct("ana") if "You asked to be reminded." in text]) == 1
        assert not [text for text in stage.read(stage.channel()) if "*order the pump* was due" in text]
        assert "put off order the pump until Thu 3 Dec 09:00" in stage.type("jonas", "/deal history")
        stage.until(datetime(2026, 12, 4, 9, 30, tzinfo=UTC))
        assert [text for text in stage.read(stage.channel()) if "*order the pump* was due" in text]
