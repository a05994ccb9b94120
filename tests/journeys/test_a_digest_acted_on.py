"""A morning's digest: its lines are acted on where they stand, and then say how they ended."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import MONDAY, served

MORNING = MONDAY + timedelta(days=1, hours=-0.4)


@pytest.mark.parametrize("over_http", [True, False], ids=["http", "socket mode"])
def test_a_line_of_the_digest_is_done_from_the_digest_itself(tmp_path: Path, *, over_http: bool) -> None:
    with served(tmp_path, over_http=over_http) as on:
        jonas = on.people["jonas"]
        on.won()
        on.settle()
        on.press("jonas", "Accept", "will you own")
        on.type("jonas", "/deal next call the site host by tomorrow 14:00")
        refused = on.type("jonas", "/deal digest off")

        on.until(MORNING)
        (digest,) = [text for text in on.read_direct("jonas") if "needs you" in text]
        jonas.presses("Done", about="needs you", in_=jonas.direct())
        on.slack.advance(10)
        on.settle()
        (after,) = [text for text in on.read_direct("jonas") if "needs you" in text]

        assert "moved, not switched off" in refused
        assert digest.startswith("1 thing needs you, Tue 1 Dec 2026\n*Due:* call the site host, today 14:00")
        assert f"\n*Call the site host*: Done by <@{jonas.id}>, Tue 1 Dec 08:3" in after
