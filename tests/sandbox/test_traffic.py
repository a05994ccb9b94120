"""The traffic log: bounded and yet numbered without a gap, free of secrets, searchable, and a file of lines."""

import http.client
import io
import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.client import SandboxClient
from sandbox.edge.redaction import HIDDEN, LONGEST_TEXT, redacted
from sandbox.running import Sandbox
from sandbox.traffic import Traffic, line
from tests.sandbox.stage import HttpApp, Json, Stage, actions, button, sent_back

SECRETS = st.builds(
    lambda kind, parts: f"{kind}-{'-'.join(parts)}",
    st.sampled_from(["xoxb", "xoxp", "xoxa", "xoxe.xoxb-1", "xoxe", "xapp-1"]),
    st.lists(st.text(string.ascii_letters + string.digits, min_size=4), min_size=1, max_size=3),
)
KEYS = st.text(max_size=8)


def log(traffic: Traffic, number: int = 1, **more: Any) -> None:
    for _ in range(number):
        traffic.log("call", "auth.test", at="now", args={}, status=200, **more)


def json_around(secret: str) -> st.SearchStrategy[Any]:
    """Make any JSON with the secret somewhere in it: in a text, glued to other words, as a key, deep down."""
    holder = st.builds(lambda before, after: f"{before}{secret}{after}", st.text(max_size=5), st.text(max_size=5))
    return st.recursive(
        holder | st.builds(lambda key, value: {f"{key}{secret}": value}, KEYS, st.integers()),
        lambda inner: (
            st.builds(lambda one, rest: [*rest, one], inner, st.lists(st.integers(), max_size=2))
            | st.builds(lambda key, one: {key: one}, KEYS, inner)
        ),
        max_leaves=4,
    )


@given(data=st.data(), secret=SECRETS)
def test_no_token_ever_stands_in_an_entry(data: st.DataObject, secret: str) -> None:
    traffic = Traffic()

    traffic.log(
        "call",
        f"shout.{secret}",
        at="now",
        args={"a": data.draw(json_around(secret))},
        status=200,
        answer=data.draw(json_around(secret)),
        bug=f"KeyError: {secret}",
    )

    assert secret not in line(traffic.entries[0])


@given(value=st.recursive(st.text() | st.floats() | st.integers() | st.none(), st.lists, max_leaves=8))
def test_whatever_is_logged_can_be_written_as_strict_json(value: Any) -> None:
    traffic = Traffic()

    log(traffic, answer=value)

    assert json.dumps(traffic.entries, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"client_secret": "s"}, {"client_secret": HIDDEN}),
        ({"token": ["a", "b"]}, {"token": HIDDEN}),
        ({"refresh_token": "r", "access_token": "a"}, {"refresh_token": HIDDEN, "access_token": HIDDEN}),
        ({"token": ""}, {"token": ""}),
        ("wss://h/link/?ticket=abc&app_id=A1", f"wss://h/link/?ticket={HIDDEN}&app_id=A1"),
        ("http://h/hooks/actions/T1/ab12/cd34", f"http://h/hooks/actions/T1/ab12/{HIDDEN}"),
        ("half \ud83d", "half ?"),
        (float("inf"), "inf"),
        ("notxoxb-1-2", f"not{HIDDEN}"),
    ],
)
def test_what_would_let_a_reader_act_as_the_app_is_hidden(value: Any, shown: Any) -> None:
    assert redacted(value) == shown


def test_an_endless_text_is_cut_and_says_by_how_much() -> None:
    cut = redacted({"text": "x" * (LONGEST_TEXT + 7)})["text"]

    assert len(cut) < LONGEST_TEXT + 50
    assert cut.endswith("and 7 characters more")


def test_an_entry_does_not_change_with_what_it_was_made_of() -> None:
    traffic, args = Traffic(), {"blocks": [{"type": "divider"}]}
    traffic.log("call", "x", at="now", args=args, status=200)

    args["blocks"].clear()

    assert traffic.entries[0]["args"] == {"blocks": [{"type": "divider"}]}


def test_a_full_log_lets_the_oldest_go_and_numbers_on() -> None:
    traffic = Traffic(kept=100)

    log(traffic, 350)

    numbers = [entry["number"] for entry in traffic.entries]
    assert numbers == list(range(traffic.let_go + 1, 351))
    assert 100 <= len(numbers) <= 110
    assert traffic.last == 350


def test_what_was_let_go_is_left_out_and_what_was_not_is_found_by_its_number() -> None:
    traffic = Traffic(kept=10)
    log(traffic, 100)

    assert traffic.after(0) == traffic.entries == traffic.after(traffic.let_go)
    assert [one["number"] for one in traffic.after(98)] == [99, 100]
    assert traffic.after(100) == traffic.after(500) == []
    assert traffic.entry(1) is traffic.entry(101) is None
    assert (traffic.entry(100) or {})["number"] == 100


@given(kept=st.integers(1, 30), passed=st.integers(0, 120), after=st.integers(-5, 130))
def test_reading_on_from_anywhere_misses_nothing_that_is_kept(kept: int, passed: int, after: int) -> None:
    traffic = Traffic(kept=kept)
    log(traffic, passed)

    told = [one["number"] for one in traffic.after(after)]

    assert told == [number for number in range(1, passed + 1) if number > max(after, traffic.let_go)]
    assert told == [one["number"] for one in traffic.found(after)]


def test_each_entry_is_one_line_in_the_sink_at_once() -> None:
    sink = io.StringIO()
    traffic = Traffic(sink=sink)

    traffic.log("act", "message", at="now", args={"text": "two\nlines, ünd xoxb-1-2"}, status=200)

    (written,) = sink.getvalue().splitlines()
    assert json.loads(written) == traffic.entries[0]
    assert "xoxb" not in written


def test_a_sink_that_breaks_ends_the_file_and_not_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    sink = io.StringIO()
    traffic = Traffic(sink=sink)
    sink.close()

    log(traffic, 2)

    assert traffic.last == 2
    assert capsys.readouterr().err == "The traffic log ends at entry 1: I/O operation on closed file.\n"


def asked(client: SandboxClient, **query: object) -> Json:
    return client._get("/sandbox/traffic", query)


def test_the_log_is_read_a_part_at_a_time(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    before = client.traffic()[-1]["number"]
    for number in range(5):
        stage.post(channel, str(number))

    first = asked(client, after=before, limit=3)
    rest = asked(client, after=first["entries"][-1]["number"], limit=3)

    assert [one["args"]["text"] for one in first["entries"] + rest["entries"]] == list("01234")
    assert (first["has_more"], rest["has_more"], rest["last"]) == (True, False, before + 5)
    assert first["let_go"] is None


def test_the_log_is_searched_by_kind_and_words(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    before = client.traffic()[-1]["number"]
    stage.post(channel, "Overdue: the crane")
    client.command(ana, channel, "/deal overdue")

    found = asked(client, after=before, contains="OVERDUE")["entries"]
    deliveries = asked(client, after=before, kind="delivery")["entries"]

    assert [one["kind"] for one in found] == ["call", "delivery", "act"]
    assert [one["method"] for one in deliveries] == ["/deal"]


def test_a_script_reads_all_of_a_long_log(sandbox: Sandbox, client: SandboxClient) -> None:
    before = sandbox._platform.shared.traffic.last
    for number in range(2_500):
        sandbox._platform.shared.traffic.log("control", str(number), at="now", args={}, status=200)

    assert [one["method"] for one in client.traffic(before)] == [str(number) for number in range(2_500)]


@pytest.mark.parametrize(
    "query", [{"after": "-1"}, {"after": "x"}, {"after": "٣"}, {"after": "9" * 40}, {"limit": "0"}, {"limit": "10001"}]
)
def test_a_part_that_cannot_be_is_refused(client: SandboxClient, query: Json) -> None:
    with sent_back(400, "number"):
        asked(client, **query)


def test_a_kind_that_is_not_there_is_refused_with_those_that_are(client: SandboxClient) -> None:
    with sent_back(400, "call, delivery, hook, act, control"):
        asked(client, kind="gossip")


def test_the_whole_log_is_a_file_of_lines(sandbox: Sandbox, stage: Stage, client: SandboxClient) -> None:
    stage.post(stage.channel(), "Grüße")
    host = sandbox.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(host)
    connection.request("GET", "/sandbox/traffic.jsonl")
    response = connection.getresponse()
    lines = response.read().decode().splitlines()
    connection.close()

    assert [json.loads(one) for one in lines] == client.traffic()
    assert "attachment" in response.headers["Content-Disposition"]


def test_no_secret_of_a_real_run_stands_in_the_file(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, f"my token is {sandbox.bot_token}", blocks=actions(button(value=sandbox.app_token)))
    client.press(ana, channel, ts, "go")
    url = stage.slack.apps_connections_open(app_token=sandbox.app_token)["url"]
    response_url = http_app.payloads("block_actions")[0]["response_url"]

    written = "\n".join(line(entry) for entry in client.traffic())

    for secret in (sandbox.bot_token, sandbox.app_token, sandbox.signing_secret, url, response_url):
        assert secret not in written
