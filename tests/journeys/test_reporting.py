"""What all deals came to: read from leadership's message of the day, beside it, with the figures that happened."""

from datetime import timedelta
from pathlib import Path

from tests.journeys.stage import Stage, stage


def live(on: Stage, hours: int) -> None:
    """Let the hours pass one by one, so that each question is told before the next one counts from it."""
    for _ in range(hours):
        on.until(on.slack.now() + timedelta(hours=1))


def test_leadership_reads_from_its_message_what_decisions_waited_for(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        leaders = on.workspace.channel("leadership", on.people["lena"])
        on.settings["BATON_LEADERSHIP_CHANNEL"] = leaders
        with on.serving():
            on.won()
            live(on, 74)
            lena = on.people["lena"].goes(leaders)

            lena.presses("What all deals came to")

            lena.sees("• Deals: 1 won, 0 handed over, none closed")
            lena.sees("• Decisions: 0 taken; 1 open, the oldest for")
            lena.sees("*Acme EV site*: who owns this deal, since Mon 30 Nov 2026, and 7 more")

            lena.presses("The last 30 days")

            lena.sees("*The last 30 days*, as far as you may read")
            lena.does_not_see("*The last 7 days*, as far as you may read")

            on.press("ana", "Hold", "please decide", until="14.12.", reason="The landlord is away")
            lena.goes(leaders).presses("What all deals came to")

            lena.sees("• Decisions: 1 taken; all that were asked for within 1 day")
            assert [text for text in on.read(leaders) if "1 thing for leadership" in text]
