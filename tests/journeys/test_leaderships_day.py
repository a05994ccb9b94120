"""Leadership's day: one message, at ten, in which later decisions appear and taken ones say so."""

from datetime import timedelta
from pathlib import Path

from tests.journeys.stage import ACME, Stage, stage

BETA = ACME | {"id": "D-1043", "name": "Beta depot", "account": {"name": "Beta Oy"}}


def live(on: Stage, hours: int) -> None:
    """Let the hours pass one by one, so that each question is told before the next one counts from it."""
    for _ in range(hours):
        on.until(on.slack.now() + timedelta(hours=1))


def days(on: Stage, leaders: str) -> list[str]:
    return [text for text in on.read(leaders) if "for leadership" in text]


def test_what_must_be_decided_since_ten_stands_in_the_message_of_ten_and_then_says_how_it_ended(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        leaders = on.workspace.channel("leadership", on.people["lena"])
        on.settings["BATON_LEADERSHIP_CHANNEL"] = leaders
        with on.serving():
            on.won()
            live(on, 24)
            on.won(BETA)
            live(on, 50)
            acme, beta = (f"<#{on.channel(account)}>" for account in ("acme", "beta"))
            (morning,) = days(on, leaders)

            live(on, 2)
            (noon,) = days(on, leaders)
            on.press("jonas", "Accept", "will you own", account="beta")
            (after,) = days(on, leaders)

    assert morning.startswith("1 thing for leadership, Thu 3 Dec 2026\n*Decide:* who owns this deal, since Mon 30 Nov")
    assert noon.startswith("2 things for leadership, Thu 3 Dec 2026\n*Decide:*")
    assert [line.rpartition(" · ")[2] for line in noon.splitlines()[1:]] == [acme, beta]
    assert after.splitlines()[:2] == noon.splitlines()[:2]
    assert after.splitlines()[2].startswith(f"*Who owns this deal*: <@{on.people['jonas'].id}> owns it, Thu 3 Dec 12:0")
