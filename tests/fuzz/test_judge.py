"""The judge sees each thing that must not be, and nothing in what is as it should be; shrinking keeps what fails."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.fuzz.generator import EVENTS, HOOK
from tests.fuzz.judge import faults
from tests.fuzz.shots import Door, Shot, Signing
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import Result, Target

pytestmark = pytest.mark.xdist_group("fuzz")
GOOD = Shot(
    Door.SLACK, "POST", EVENTS, (("content-type", "x"), ("x-odd", "1")), b"command=%2Fdeal", Signing.GOOD, "command"
)
FORGED = replace(GOOD, signing=Signing.NONE)
NEWS = replace(GOOD, door=Door.CRM, path=HOOK, kind="news")
FINE = Result(200, (), b"{}", 0, (), 0.01)
CHANGED = replace(FINE, changes=3)
REFUSED = replace(FINE, status=401)
FIRST = replace(FINE, changes=3, body=b'{"text": "Done"}')


@pytest.mark.parametrize(
    ("shot", "result"),
    [
        (GOOD, FINE),
        (GOOD, CHANGED),
        (GOOD, replace(FINE, calls=("http://slack/api/views.open",))),
        (FORGED, REFUSED),
        (replace(FORGED, body=b"ssl_check=1"), FINE),
        (
            replace(GOOD, is_foreign=True, body=b"url=http%3A%2F%2Fslack%2Fhooks%2F1"),
            replace(FINE, calls=("http://slack/hooks/1",)),
        ),
        (replace(GOOD, is_again=True), replace(FINE, body=FIRST.body, first=FIRST)),
        (replace(NEWS, is_again=True), replace(FINE, first=FIRST)),
        (replace(GOOD, is_again=True), replace(FINE, changes=1, is_only_noted=True)),
        (replace(NEWS, is_again=True), replace(CHANGED, first=replace(FINE, status=404))),
        (GOOD, replace(FINE, status=503, body=b'{"problem": "Send it again."}')),
        (replace(GOOD, door=Door.OPEN, verb="GET", path="/healthz"), FINE),
    ],
)
def test_what_is_as_it_should_be_is_no_fault(target: Target, shot: Shot, result: Result) -> None:
    assert faults(shot, result, target) == []


@pytest.mark.parametrize(
    ("shot", "result", "words"),
    [
        (GOOD, replace(FINE, status=500), "answered 500"),
        (GOOD, replace(FINE, status=0), "answered 0"),
        (GOOD, replace(FINE, status=503, body=b"busy"), "answered 503"),
        (GOOD, replace(FINE, incidents=("commands.failure: Incident 1",)), "incident was logged"),
        (GOOD, replace(FINE, seconds=2.1), "took 2.1 s"),
        (FORGED, replace(REFUSED, changes=1), "1 rows were written although it was signed none"),
        (FORGED, replace(REFUSED, calls=("http://slack/api/views.open",)), "Slack was called"),
        (FORGED, FINE, "answered 200 although it was signed none"),
        (replace(GOOD, is_foreign=True), CHANGED, "about another app or workspace"),
        (replace(GOOD, is_foreign=True), replace(FINE, calls=("http://slack/api/views.open",)), "Slack was called"),
        (replace(GOOD, is_again=True), CHANGED, "had come before"),
        (FORGED, replace(REFUSED, changes=1, is_only_noted=True), "signed none"),
        (replace(GOOD, is_again=True), replace(FINE, body=b"{}", first=FIRST), "and before"),
        (replace(NEWS, is_again=True), replace(CHANGED, first=FIRST), "had come before"),
        (replace(GOOD, door=Door.OPEN, verb="GET"), CHANGED, "where nobody is let in"),
        (FORGED, replace(REFUSED, body=b"Traceback (most recent call last)"), "tells of our inside"),
        (FORGED, replace(REFUSED, headers=(("x", "sqlalchemy.exc"),)), "tells of our inside"),
    ],
)
def test_what_must_not_be_is_seen(target: Target, shot: Shot, result: Result, words: str) -> None:
    assert words in " ".join(faults(shot, result, target))


def test_a_secret_in_an_answer_is_seen(target: Target) -> None:
    told = replace(FINE, body=f"it is {target.world.settings['slack_bot_token']}".encode())

    assert faults(GOOD, told, target) == ["the answer holds a secret"]


def test_a_series_is_shrunken_to_what_fails() -> None:
    shots = [replace(GOOD, body=b"%d" % number) for number in range(60)]
    culprits = {b"7", b"41"}

    def fails(given: Sequence[Shot]) -> bool:
        return culprits <= {each.body for each in given} and given[-1].body.startswith(b"5")

    small = shrunk(shots, fails)

    assert [each.body for each in small[:-1]] == [b"7", b"41"]
    assert (small[-1].body, small[-1].headers) == (b"5", GOOD.headers[:1])
