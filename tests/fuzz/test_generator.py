"""What is generated: the same for the same seed, of every kind, and never what it says it is not."""

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from random import Random
from urllib.parse import parse_qs

import pytest

from commands.webhooks.signature import verify
from tests.fuzz.generator import MAKERS, Generator, quoted
from tests.fuzz.recording import World
from tests.fuzz.shots import FORGED, Door, Secrets, Shot, Signing
from tests.fuzz.values import changed, nested, odd

pytestmark = pytest.mark.xdist_group("fuzz")
SECRETS = Secrets("slack's secret", "the CRM's secret")
NOW = 1_795_000_000


@pytest.fixture(scope="module")
def many(world: World) -> list[Shot]:
    return list(Generator(world, "many").series(6_000))


def test_the_same_seed_makes_the_same_requests(world: World) -> None:
    first, second = (list(Generator(world, "7").series(200)) for _ in range(2))

    assert first == second
    assert first != list(Generator(world, "8").series(200))


def test_nothing_recorded_is_changed_by_generating(world: World) -> None:
    before = json.dumps(world.kept())

    list(Generator(world, "9").series(400))

    assert json.dumps(world.kept()) == before


def test_every_kind_of_request_comes_up(many: list[Shot]) -> None:
    kinds = Counter(each.kind.split()[0] for each in many)

    assert len(kinds) == len(MAKERS)
    assert min(kinds.values()) > 100


def test_news_of_lines_come_with_the_line_that_they_are_about(many: list[Shot]) -> None:
    bodies = [each.body for each in many if each.kind == "news" and b'"item' in each.body]

    assert len(bodies) > 20
    assert any(b'"event": "item.done"' in each and b'"key": "permits"' in each for each in bodies)


def test_every_way_to_sign_comes_up_at_each_door(many: list[Shot]) -> None:
    ways = {(each.door, each.signing) for each in many}

    assert {(door, way) for door in (Door.SLACK, Door.CRM) for way in Signing} <= ways


def test_foreign_and_repeated_requests_come_up(many: list[Shot]) -> None:
    assert sum(each.is_foreign and each.signing is Signing.GOOD for each in many) > 50
    assert sum(each.is_again for each in many) > 100


def test_only_what_was_believed_is_repeated(many: list[Shot]) -> None:
    good = {(each.path, each.body) for each in many if each.may_change}

    assert all((each.path, each.body) in good for each in many if each.is_again)


def test_a_kept_request_is_read_as_it_was(many: list[Shot]) -> None:
    for each in many[:500]:
        assert Shot.read(json.loads(json.dumps(each.kept()))) == each


@pytest.mark.parametrize("signing", Signing)
@pytest.mark.parametrize("body", [b"{}", b"x" * 5, b"", b"\xff\x00"])
def test_only_a_good_signature_is_believed(signing: Signing, body: bytes) -> None:
    shot = Shot(Door.CRM, "POST", "/webhooks/generic", (), body, signing, "news")
    headers = dict(shot.signed(SECRETS, NOW))

    flaw = verify(
        SECRETS.crm,
        timestamp=headers.get("x-baton-timestamp"),
        signature=headers.get("x-baton-signature"),
        body=body,
        now=datetime.fromtimestamp(NOW, UTC),
    )

    assert (flaw is None) is (signing is Signing.GOOD)


@pytest.mark.parametrize("signing", FORGED)
def test_what_is_forged_may_change_nothing(signing: Signing) -> None:
    assert not Shot(Door.SLACK, "POST", "/slack/events", (), b"", signing, "x").may_change


def test_a_text_is_quoted_so_that_a_form_gives_it_back() -> None:
    text = '{"a": "100% & more + ü = #? ;\\u0000 \n"}'

    assert parse_qs((b"payload=" + quoted(text)).decode()) == {"payload": [text]}


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_payload_is_still_something_that_can_be_sent(seed: int) -> None:
    chance = Random(seed)
    given = {"a": [1, {"b": "text", "c": None}], "d": {"e": True}}

    made = [changed(json.loads(json.dumps(given)), chance) for _ in range(30)]

    assert all(len(json.dumps(each)) < 10**6 for each in made)
    assert sum(each != given for each in made) > 20


def test_odd_values_are_shared_with_nobody() -> None:
    chance = Random(1)
    for thing in islice((odd(chance) for _ in range(500)), 500):
        if isinstance(thing, list):
            thing.append("mine")

    assert "mine" not in json.dumps([odd(chance) for _ in range(500)])
    assert len(json.dumps(nested(30, chance))) >= 60
