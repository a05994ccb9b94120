"""Many examples of the machine, and what was met in them."""

from collections.abc import Iterator

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.machine import DealMachine

MUST_MEET = (
    "Nudged",
    "Snoozed",
    "Reminded",
    "StepParked",
    "StepOffered",
    "StepTurnedDown",
    "ConsequenceDue",
    "Decided",
    "Woken",
    "CustomerLineWritten",
    "StepAsked",
    "StepCountered",
    "StepWithdrawn",
    "ItemReopened",
    "ItemWaitsAgain",
    "ItemStartedAnyway",
    "nudges of request_unanswered",
    "nudges of done_not_accepted",
    "nudges of colleague_gone",
    "changes of people's time",
    "nudges of a stand-in",
)
"""What a machine that says nothing of it has not tried."""


def play(examples: int, steps: int) -> None:
    """Play so many examples; the first that breaks a promise raises, shrunk to the fewest steps."""
    given = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    DealMachine.met.clear()
    run_state_machine_as_test(DealMachine, settings=given)


def figures() -> Iterator[str]:
    """Yield what was met, most often first."""
    for what, times in DealMachine.met.most_common():
        yield f"{times:>10,}  {what}"


def unmet() -> list[str]:
    return [each for each in MUST_MEET if not DealMachine.met[each]]
