"""The rules of faults: what there is, which calls a rule means, dice that fall alike, and how far each has got."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxClient
from sandbox.errors import Refused
from sandbox.faults import DELIVERIES, Fault, Faults
from sandbox.mishaps.kinds import KINDS, VALUES, read_kind
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, Json, Stage, refused, sent_back

POST = "chat.postMessage"
AN_HOUR = timedelta(hours=1)
EXAMPLES = {
    "seconds": "30",
    "real seconds": "0.1",
    "status": "503",
    "code": "fatal_error",
    "messages": "2",
    "items": "2",
}


@pytest.fixture(autouse=True)
def cleared(client: SandboxClient) -> Iterator[None]:
    yield
    client.clear_faults()


def hits(rule: Json, calls: int = 20, *, team: str = "T1") -> list[int]:
    """Tell which of so many calls go wrong, counted from 1."""
    faults = Faults()
    faults.add([{"method": POST, "do": "lose", **rule}])
    return [one for one in range(1, calls + 1) if faults.first(POST, {"text": "x"}, team=team, now=MONDAY)]


def test_the_route_tells_every_kind_in_words_with_what_it_takes(client: SandboxClient) -> None:
    kinds = client.faults()["kinds"]

    assert {one["do"] for one in kinds} == set(KINDS)
    for one in kinds:
        assert one["label"]
        assert one["takes"] in VALUES
        assert set(one["applies_to"]) <= {"calls", "deliveries", "reading"}
        assert one["applies_to"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.do)
def test_every_kind_can_be_injected_as_it_is_told(client: SandboxClient, kind: Any) -> None:
    do = f"{kind.do}:{EXAMPLES[kind.takes]}" if kind.takes else kind.do
    places = {"calls": POST, "reading": "conversations.history", "deliveries": "events_api"}

    client.inject(*({"method": places[place], "do": do} for place in kind.applies_to))

    assert [one["do"] for one in client.faults()["rules"]] == [do] * len(kind.applies_to)


def test_a_rule_tells_how_far_it_has_got(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    client.inject({"method": POST, "match": {"text_contains": "late"}, "nth": 2, "do": "error:fatal_error"})
    stage.post(channel, "late once")
    stage.post(channel, "on time")
    with refused("fatal_error"):
        stage.post(channel, "late twice")
    stage.post(channel, "late again")

    (rule,) = client.faults()["rules"]

    assert (rule["matched"], rule["fired"], rule["nth"], rule["times"]) == (3, 1, 2, 1)
    assert (rule["match"], rule["do"], rule["team"], rule["until"]) == (
        {"text": "late"},
        "error:fatal_error",
        None,
        None,
    )


def test_one_rule_is_taken_back_by_its_id(stage: Stage, client: SandboxClient) -> None:
    channel = stage.channel()
    first, second = client.inject({"method": POST, "do": "lose"}, {"method": "chat.update", "do": "lose"})["ids"]

    client.remove_fault(first)
    stage.post(channel, "safe")

    assert stage.texts(channel) == ["safe"]
    assert [one["id"] for one in client.faults()["rules"]] == [second]
    with sent_back(404, "lists what there is"):
        client.remove_fault(first)
    with sent_back(404, "no rule"):
        client._send("DELETE", "/sandbox/faults/x")


def test_rules_with_one_that_makes_no_sense_are_refused_altogether(client: SandboxClient) -> None:
    with sent_back(400, "explode"):
        client.inject({"method": POST, "do": "lose"}, {"method": POST, "do": "explode"})

    assert client.faults()["rules"] == []


def test_dice_with_one_seed_fall_alike_and_with_another_otherwise() -> None:
    rule = {"chance": 0.3, "times": 0}

    first, again, other = hits(rule | {"seed": 7}, 200), hits(rule | {"seed": 7}, 200), hits(rule | {"seed": 8}, 200)

    assert first == again != other
    assert 30 < len(first) < 90


def test_a_chance_counts_the_times_that_it_hit() -> None:
    assert len(hits({"chance": 0.5, "times": 3}, 100)) == 3
    assert hits({"chance": 1, "times": 2}) == [1, 2]


def test_a_chance_begins_at_its_turn() -> None:
    assert min(hits({"chance": 0.9, "times": 0, "nth": 10}, 40)) >= 10


def test_two_rules_count_every_call_and_the_first_has_its_way() -> None:
    faults = Faults()
    faults.add([{"method": POST, "do": "lose", "times": 2}, {"method": POST, "do": "double", "times": 3}])

    found = [faults.first(POST, {}, team="", now=MONDAY) for _ in range(4)]

    assert [one.kind if one else "" for one in found] == ["lose", "lose", "double", ""]
    assert [rule.fired for rule in faults.rules] == [2, 1]


def test_a_rule_for_one_workspace_leaves_the_others_alone() -> None:
    assert hits({"team": "T1", "times": 0}, 2, team="T1") == [1, 2]
    assert hits({"team": "T1", "times": 0}, 2, team="T2") == []


def test_a_rule_ends_at_its_moment() -> None:
    faults = Faults()
    faults.add([{"method": POST, "do": "lose", "times": 0, "until": (MONDAY + AN_HOUR).isoformat()}])

    found = [faults.first(POST, {}, team="", now=MONDAY + AN_HOUR * part) for part in (0, 1, 1.01)]

    assert [one is not None for one in found] == [True, True, False]


def test_one_workspace_stumbles_while_another_goes_on(
    sandbox: Sandbox, client: SandboxClient, slack: WebClient
) -> None:
    other = client.add_workspace("Elsewhere", domain="elsewhere")
    client.inject({"method": "auth.test", "team": other["id"], "do": "429:5", "times": 0})

    assert slack.auth_test()["ok"]
    with pytest.raises(SlackApiError, match="ratelimited"):
        WebClient(other["bot_token"], base_url=sandbox.api_url, retry_handlers=[]).auth_test()
    with sent_back(404, "no workspace"):
        client.inject({"method": "auth.test", "team": "T404", "do": "lose"})


def test_all_calls_are_not_all_deliveries() -> None:
    faults = Faults()
    faults.add([{"method": "*", "do": "lose", "times": 0}])
    calls = [faults.first(name, {}, team="", now=MONDAY) for name in (POST, "auth.test", *DELIVERIES)]
    faults.clear()
    faults.add([{"method": "deliveries", "do": "lose", "times": 0}])
    sent = [faults.first(name, {}, team="", now=MONDAY) for name in (POST, "auth.test", *DELIVERIES)]

    assert [one is not None for one in calls] == [True, True, False, False, False]
    assert [one is not None for one in sent] == [False, False, True, True, True]


def test_a_method_that_does_not_exist_is_refused_with_the_one_that_was_meant(client: SandboxClient) -> None:
    with sent_back(400, "chat.postMesage", "did you mean chat.postMessage?"):
        client.inject({"method": "chat.postMesage", "do": "lose"})


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"chance": 0}, "above 0"),
        ({"chance": 1.5}, "up to 1"),
        ({"chance": True}, "chance is a number"),
        ({"seed": "x"}, "seed is a whole number"),
        ({"until": "soon"}, "until is a moment"),
        ({"tmies": 3}, "no 'tmies'"),
        ({"do": "status:200"}, "400 to 599"),
        ({"do": "status:99"}, "400 to 599"),
        ({"do": "429:-1"}, "429:<seconds>"),
        ({"do": "429:٣"}, "429:<seconds>"),
        ({"do": "hang:1e9"}, "at most 999"),
        ({"do": "late:"}, "late:<seconds>"),
        ({"do": "late"}, "late:<seconds>"),
        ({"do": "lose:"}, "nothing more"),
        ({"do": "error:Not a code"}, "internal_error"),
        ({"do": "short:0", "method": "users.list"}, "whole number from 1"),
        ({"do": None}, "There is no fault"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_why(rule: Json, words: str) -> None:
    with pytest.raises(Refused) as caught:
        Fault.from_json({"method": POST, "do": "lose", **rule})

    assert words in caught.value.sentence


def test_each_kind_reads_back_as_it_is_spelled() -> None:
    for kind in KINDS.values():
        do = f"{kind.do}:{EXAMPLES[kind.takes]}" if kind.takes else kind.do

        assert read_kind(do)[0] is kind
