"""What is timed does what it did before, and takes the time that it is said to take."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient

from bot.model import UserId, WorkspaceId
from bot.ports import UnitOfWork, Work
from commands.seeing.stages import WatchedApp, WatchedSlack, timed_work
from messages.delivery.outcomes import Later, Refused, Sent, Unsure
from tests.bot.service.conftest import Office
from tests.commands.seeing.conftest import Watch
from tests.commands.wire import Wire, answering


def stage(watch: Watch, name: str) -> tuple[float, float]:
    shown = watch.read()
    return shown[f'baton_stage_seconds_count{{stage="{name}"}}'], shown[f'baton_stage_seconds_sum{{stage="{name}"}}']


def slow(work: Work, watch: Watch) -> Work:
    """Return units of work that take a second to commit."""

    @contextmanager
    def begin(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        with work(workspace_id) as uow:
            yield uow
        watch.passes(1)

    return begin


class TestWork:
    """Units of work."""

    def test_deciding_and_committing_are_told_apart(self, office: Office, watch: Watch) -> None:
        with timed_work(slow(office.storage.work, watch), watch.figures)(office.workspace.id) as uow:
            watch.passes(0.25)
            assert uow.workspace() == office.workspace

        assert stage(watch, "decide") == (1, 0.25)
        assert stage(watch, "commit") == (1, 1)

    def test_what_was_written_stays_written(self, office: Office, watch: Watch) -> None:
        work = timed_work(office.storage.work, watch.figures)

        with work(office.workspace.id) as uow:
            uow.answer("press:1", "kept", now=office.origin.now)

        with work(office.workspace.id) as uow:
            assert uow.answered("press:1") == "kept"

    def test_what_fails_is_rolled_back_and_counted_nowhere(self, office: Office, watch: Watch) -> None:
        work = timed_work(office.storage.work, watch.figures)

        def fail() -> None:
            with work(office.workspace.id) as uow:
                uow.answer("press:1", "kept", now=office.origin.now)
                raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            fail()

        with office.storage.work(office.workspace.id) as uow:
            assert uow.answered("press:1") is None
        assert stage(watch, "decide") == stage(watch, "commit") == (0, 0)


@pytest.fixture(scope="module")
def slack_end() -> Iterator[Wire]:
    with answering() as wire:
        yield wire


class TestSlack:
    """Calls to Slack."""

    @pytest.fixture
    def slack(self, slack_end: Wire, watch: Watch) -> WatchedSlack:
        slack_end.asked.clear()
        slack_end.says.clear()
        slack_end.broken.clear()
        return WatchedSlack("xoxb-made-up", base_url=f"{slack_end.url}/api/", figures=watch.figures)

    def test_a_call_is_made_once_and_answered_as_it_was(self, slack: WatchedSlack, slack_end: Wire) -> None:
        outcome = slack.send("chat.postMessage", {"channel": "C1", "text": "hi"})

        assert isinstance(outcome, Sent)
        assert len(slack_end.calls("chat.postMessage")) == 1

    def test_what_has_an_effect_is_timed_and_what_only_reads_is_not(self, slack: WatchedSlack, watch: Watch) -> None:
        slack.send("chat.postMessage", {"channel": "C1", "text": "hi"})
        slack.ask("conversations.history", {"channel": "C1"})

        assert stage(watch, "deliver")[0] == 1
        assert watch.read()['baton_slack_answers_total{method="conversations.history",outcome="sent"}'] == 1


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        (Sent({}), "sent"),
        (Later(30, "Slack asks to wait", is_limit=True), "limited"),
        (Later(10, "Slack cannot be reached"), "later"),
        (Refused("channel_not_found"), "refused"),
        (Unsure("no answer"), "unsure"),
    ],
)
def test_each_outcome_has_its_own_count(watch: Watch, outcome: Any, counted: str) -> None:
    slack = WatchedSlack("xoxb-made-up", base_url="http://127.0.0.1:9/", figures=watch.figures)

    assert slack._counted("chat.update", outcome) is outcome

    assert watch.read()[f'baton_slack_answers_total{{method="chat.update",outcome="{counted}"}}'] == 1


def test_an_input_is_timed_from_its_arrival_to_its_answer(watch: Watch, slack_end: Wire) -> None:
    app = WatchedApp(
        figures=watch.figures,
        client=WebClient("xoxb-made-up", base_url=f"{slack_end.url}/api/", retry_handlers=[]),
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
    )

    def listen(ack: Any) -> None:
        watch.passes(0.75)
        ack("done")

    app.command("/deal")(cast("Any", listen))
    headers = {"content-type": ["application/x-www-form-urlencoded"]}
    typed = f"command=/deal&text=help&user_id={UserId('U1')}&team_id=T1&channel_id=C1"

    response = app.dispatch(BoltRequest(body=typed, headers=headers))

    assert (response.status, response.body) == (200, "done")
    assert stage(watch, "receive") == (1, 0.75)
