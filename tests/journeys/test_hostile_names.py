"""Names and texts that want to be more than text: read from what was sent to Slack, nothing mentions, formats or links."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.trying.transcript import Reader
from tests.journeys.stage import ACME, Stage, served

HOSTILE = "<!channel> *bold* <@U123> `x` مرحبا 🚀 @here https://evil.example"
ACCOUNT = "Żółw & <!here> _Söhne_"
TOKENS = re.compile(r"<([^>]*)>")
ELLIPSIS = "…"


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Open a deal whose every name is hostile; Jonas owns it."""
    deal: dict[str, Any] = {**ACME, "name": HOSTILE, "account": {"name": ACCOUNT}}
    deal["promises"] = [{"text": HOSTILE, "due_on": "2027-01-15"}]
    deal["owner"] = {"name": HOSTILE}
    with served(tmp_path_factory.mktemp("hostile")) as made:
        assert made.won(deal)[0] == 202
        made.settle()
        made.press("jonas", "Accept", "will you own", "zolw")
        yield made


def sent(on: Stage) -> Iterator[str]:
    """Yield every piece of mrkdwn that Baton gave to Slack: texts, and what stands in blocks."""
    on.settle()
    for entry in on.slack.traffic():
        if entry["kind"] == "call" and str(entry["method"]).startswith(("chat.", "views.")):
            yield from mrkdwn(entry["args"])
        if entry["kind"] == "delivery":
            yield from mrkdwn(entry["answer"] or {})


def mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") != "plain_text" and isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            yield from mrkdwn(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from mrkdwn(inner)


def as_read(on: Stage, text: str) -> str:
    """Return mrkdwn as it reads on the screen."""
    state = on.slack.state()
    return Reader(state["users"], state["channels"]).text(text)


def test_nobody_is_mentioned_but_people_and_channels_whom_baton_means(on: Stage) -> None:
    state = on.slack.state()
    known = {f"@{each['id']}" for each in state["users"]} | {f"#{each['id']}" for each in state["channels"]}

    texts = list(sent(on))

    assert {token for text in texts for token in TOKENS.findall(text)} <= known
    assert not [text for text in texts if "@here" in text or "https://" in text]


def test_nothing_typed_is_formatted(on: Stage) -> None:
    assert not [text for text in sent(on) if "*bold*" in text or "`x`" in text or "_Söhne_" in text]


def test_names_are_read_as_they_were_given(on: Stage) -> None:
    said = [as_read(on, text) for text in on.read(on.channel("zolw"))]

    brief = next(text for text in said if text.startswith("Won: "))
    assert brief.startswith(f"Won: *{HOSTILE}* for {ACCOUNT}, €48,000")
    assert f"• {HOSTILE}, by Fri 15 Jan 2027" in brief
    assert f"owns *{HOSTILE}* now" in said[-1]
    assert any(f"Find {HOSTILE} in Slack" in text for text in said)


def test_the_channel_keeps_to_slacks_alphabet(on: Stage) -> None:
    (channel,) = on.channels("zolw")

    assert re.fullmatch(r"site-zolw-[a-z0-9-]+-[a-z2-9]{6}", channel["name"])


def test_a_step_of_ten_thousand_characters_is_refused_with_what_fits(on: Stage) -> None:
    told = on.type("jonas", f"/deal next {HOSTILE * 200} by fri", "zolw")

    assert re.search(r"has 12,?800 characters, and 500 fit", told)
    assert "None yet." in on.board("zolw")


def test_a_step_as_long_as_is_taken_is_said_whole_and_cut_with_an_ellipsis_beside_its_buttons(on: Stage) -> None:
    what = (HOSTILE * 9)[:500].strip()
    on.type("jonas", f"/deal next {what} by fri 15:00", "zolw")

    said = on.slack.messages(on.channel("zolw"))[-1]
    shown = as_read(on, said["text"])
    labels = [each["accessibility_label"] for block in said["blocks"] for each in block.get("elements", [])]
    assert shown == f"Next step: *{what}*, @Jonas, by Friday 4 December 2026, 15:00 EET."
    assert all(label.rstrip("\u2069").endswith(ELLIPSIS) for label in labels)


def test_a_name_of_ten_thousand_characters_opens_a_deal_and_is_cut_with_an_ellipsis(on: Stage) -> None:
    name = (HOSTILE * 200)[:10_000].strip()
    on.won({**ACME, "id": "long", "name": name, "account": {"name": "Longacre"}})
    on.settle()

    brief = next(each for each in on.slack.messages(on.channel("longacre")) if each["text"].startswith("Won: "))
    shown = as_read(on, brief["text"]).removeprefix("Won: *").partition(f"{ELLIPSIS}*")[0]
    assert name.startswith(shown)
    assert len(shown) > 100
    assert brief["blocks"][0]["text"]["text"].rstrip("\u2069").endswith(ELLIPSIS)


@pytest.mark.parametrize("where", ["name", "account", "promise"])
def test_ten_thousand_characters_from_the_crm_are_refused_with_the_field(on: Stage, where: str) -> None:
    long: dict[str, Any] = {
        "name": {"name": HOSTILE * 200},
        "account": {"account": {"name": HOSTILE * 200}},
        "promise": {"promises": [{"text": HOSTILE * 200}]},
    }
    status, answer = on.won({**ACME, "id": where} | long[where])

    assert status == 422
    (fault,) = answer["errors"]
    assert re.search(r"has 1\d,\d{3} characters; at most [\d,]+ work", fault["problem"])
