"""Somebody wonders why a deal is quiet, and later why it is loud; the answer is what then happens."""

from datetime import UTC, datetime
from pathlib import Path

from tests.journeys.stage import Stage, served


def test_what_is_foretold_on_wednesday_is_what_people_read_until_monday(tmp_path: Path) -> None:
    with served(tmp_path, over_http=True) as stage:
        stage.won()
        stage.settle()
        stage.press("jonas", "Accept")
        stage.type("ana", "/deal next order the pump by wed else the crane slot is lost")

        quiet = stage.type("ana", "/deal why")
        stage.until(datetime(2026, 12, 2, 16, 0, 30, tzinfo=UTC))
        loud = stage.type("ana", "/deal why")

        assert "Nothing is asked of anybody" in quiet
        assert "*order the pump is past its date*" in loud
        assert "Wed 2 Dec 17:00: asked" in loud
        assert "If nobody acts: Thu 3 Dec 10:00 ana is asked in the deal's channel" in loud
        assert "Fri 4 Dec 10:00 jonas is asked to decide" in loud
        assert "lapse" not in loud
        _comes_true(stage)


def _comes_true(stage: Stage) -> None:
    stage.until(datetime(2026, 12, 3, 9, 1, tzinfo=UTC))
    assert any("*order the pump* was due" in text for text in stage.read(stage.channel()))
    stage.until(datetime(2026, 12, 4, 9, 1, tzinfo=UTC))
    assert any("please decide how" in text for text in stage.read(stage.channel()))
    told = stage.type("jonas", "/deal why")
    assert "Thu 3 Dec 11:0" in told, "Jonas reads the moments of Helsinki."
    stage.press("ana", "Done", about="order the pump")
    assert "order the pump" not in stage.type("jonas", "/deal why")
    assert "it was done in time" in stage.type("ana", "/deal history")
