"""Ids and timestamps have Slack's shapes, never repeat, and are the same again in the next run."""

import re

import pytest

from sandbox.state.ids import Ids

EPOCH = 1_795_420_800.0


@pytest.mark.parametrize("prefix", ["C", "U", "T", "Bk", "Ev"])
def test_an_id_is_its_letter_and_ten_capitals_and_digits(prefix: str) -> None:
    assert re.fullmatch(f"{prefix}[A-Z0-9]{{10}}", Ids().make(prefix))


def test_ids_do_not_repeat() -> None:
    ids = Ids()

    assert len({ids.make("C") for _ in range(2000)}) == 2000


def test_two_runs_give_the_same_ids_and_two_seeds_do_not() -> None:
    assert Ids().make("C") == Ids().make("C")
    assert Ids("one").make("C") != Ids("other").make("C")


def test_a_timestamp_is_the_moment_with_six_digits() -> None:
    assert Ids().ts(EPOCH + 0.25) == "1795420800.250000"


def test_timestamps_rise_even_when_time_stands_still_or_steps_back() -> None:
    ids = Ids()

    assert [ids.ts(EPOCH), ids.ts(EPOCH), ids.ts(EPOCH - 5)] == [
        "1795420800.000000",
        "1795420800.000001",
        "1795420800.000002",
    ]


def test_triggers_envelopes_and_hashes_have_their_shapes() -> None:
    ids = Ids()

    assert re.fullmatch(r"\d{13}\.\d{13}\.[0-9a-f]{32}", ids.trigger())
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ids.envelope())
    assert re.fullmatch(r"1795420800\.[0-9a-f]{8}", ids.view_hash(EPOCH))
