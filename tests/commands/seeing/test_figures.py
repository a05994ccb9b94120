"""The figures say what was counted, and each is there before its first count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.watching import Fault, Pulse
from commands.seeing.condition import Condition
from commands.seeing.figures import Stage
from tests.commands.seeing.conftest import TICKED, WELL, Watch

BUSY = Condition(
    TICKED,
    Pulse(waiting=7, due=5, unknown=2, dead=1, lag=timedelta(minutes=3)),
    is_quiet=False,
    problems=("no tick has completed for 0:00:15",),
    look_lag=timedelta(seconds=90),
)


@pytest.mark.parametrize(
    ("condition", "figures"),
    [
        (
            WELL,
            {
                "baton_ready": 1,
                "baton_last_tick_seconds": TICKED.timestamp(),
                "baton_outbox_waiting": 0,
                "baton_outbox_lag_seconds": 0,
            },
        ),
        (
            BUSY,
            {
                "baton_ready": 0,
                "baton_outbox_waiting": 7,
                "baton_outbox_due": 5,
                "baton_outbox_unknown": 2,
                "baton_outbox_dead": 1,
                "baton_outbox_lag_seconds": 180,
                "baton_look_lag_seconds": 90,
            },
        ),
        (replace(WELL, ticked_at=None), {"baton_last_tick_seconds": 0}),
    ],
)
def test_the_condition_is_shown_as_it_is_when_asked(
    watch: Watch, condition: Condition, figures: dict[str, float]
) -> None:
    assert figures.items() <= watch.read(condition).items()


def test_a_figure_that_fell_is_shown_lower(watch: Watch) -> None:
    watch.read(BUSY)

    assert watch.read(WELL)["baton_outbox_waiting"] == 0


def test_what_was_never_counted_is_shown_as_nothing(watch: Watch) -> None:
    shown = watch.read()

    for stage in Stage:
        assert shown[f'baton_stage_seconds_count{{stage="{stage}"}}'] == 0
    for fault in Fault:
        assert shown[f'baton_audit_findings{{fault="{fault}"}}'] == 0
    assert shown["baton_inputs_repeated_total"] == 0
    assert shown["baton_ticks_failed_total"] == 0


def test_a_stage_is_timed_to_the_end_of_its_block(watch: Watch) -> None:
    with watch.figures.timed(Stage.RECEIVE):
        watch.passes(0.3)

    shown = watch.read()
    assert shown['baton_stage_seconds_sum{stage="receive"}'] == pytest.approx(0.3)
    assert shown['baton_stage_seconds_bucket{le="0.25",stage="receive"}'] == 0
    assert shown['baton_stage_seconds_bucket{le="0.5",stage="receive"}'] == 1


def test_a_stage_that_fails_is_timed_too(watch: Watch) -> None:
    def fail() -> None:
        with watch.figures.timed(Stage.DELIVER):
            watch.passes(2)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()

    assert watch.read()['baton_stage_seconds_sum{stage="deliver"}'] == 2


def test_ticks_are_counted_and_those_that_failed_apart(watch: Watch) -> None:
    watch.figures.ticked(0.2, went_well=True)
    watch.figures.ticked(1.5, went_well=False)

    shown = watch.read()
    assert (shown["baton_tick_seconds_count"], shown["baton_tick_seconds_sum"]) == (2, pytest.approx(1.7))
    assert shown["baton_ticks_failed_total"] == 1


def test_answers_of_slack_are_counted_by_method_and_outcome(watch: Watch) -> None:
    for outcome in ("sent", "sent", "limited"):
        watch.figures.answered("chat.postMessage", outcome)

    shown = watch.read()
    assert shown['baton_slack_answers_total{method="chat.postMessage",outcome="sent"}'] == 2
    assert shown['baton_slack_answers_total{method="chat.postMessage",outcome="limited"}'] == 1


def test_a_finding_that_is_gone_is_shown_as_gone(watch: Watch) -> None:
    watch.figures.found({Fault.UNTOLD: 3})
    assert watch.read()['baton_audit_findings{fault="untold"}'] == 3

    watch.figures.found({Fault.UNASKED: 1})
    shown = watch.read()
    assert shown['baton_audit_findings{fault="untold"}'] == 0
    assert shown['baton_audit_findings{fault="unasked"}'] == 1


def test_no_figure_is_told_apart_by_workspace(watch: Watch) -> None:
    watch.figures.answered("chat.update", "sent")

    labels = {
        label.split("=")[0] for name in watch.read() if "{" in name for label in name[:-1].split("{")[1].split(",")
    }
    assert labels == {"stage", "le", "method", "outcome", "fault"}
