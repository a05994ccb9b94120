"""Time what happens without changing it: units of work, calls to Slack, and inputs from arrival to answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.model import WorkspaceId
from bot.ports import UnitOfWork, Work
from commands.seeing.figures import Figures, Stage
from messages.delivery.outcomes import Later, Outcome, Refused, Sent, TooLate, Unsure
from messages.delivery.slack import TIMEOUT, Slack

OUTCOMES: Mapping[type[Outcome], str] = {
    Sent: "sent",
    Later: "later",
    Refused: "refused",
    Unsure: "unsure",
    TooLate: "too_late",
}


DEAD_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked"})
"""What Slack answers where the app is not there any more. A token that expired is renewed, and is not here."""


def timed_work(work: Work, figures: Figures) -> Work:
    """Return the same units of work; deciding is what happens in one, committing how long leaving it takes."""

    @contextmanager
    def begin(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        begun = figures.moment()
        with work(workspace_id) as uow:
            yield uow
            decided = figures.moment()
        # What failed was neither decided nor committed, and is counted nowhere.
        figures.took(Stage.DECIDE, decided - begun)
        figures.took(Stage.COMMIT, figures.moment() - decided)

    return begin


class WatchedApp(App):
    """A Bolt app that times each input. The answer comes after the commit, so that is within.

    Every dispatch happens in what ``answering`` gives: there it is seen that somebody waits.
    Not a middleware: one of Bolt's is over before the listener begins.
    """

    def __init__(
        self, *, figures: Figures, answering: Callable[[], AbstractContextManager[None]] = nullcontext, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self._figures = figures
        self._answering = answering

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one input, whichever way it came."""
        with self._figures.timed(Stage.RECEIVE), self._answering():
            return super().dispatch(req)


class WatchedSlack(Slack):
    """Calls Slack as ``Slack`` does; what has an effect is timed, and of every call it is counted what came of it."""

    def __init__(
        self,
        token: str | None,
        *,
        base_url: str,
        figures: Figures,
        timeout: float = TIMEOUT,
        shut: Callable[[], object] = lambda: None,
    ) -> None:
        """Build one; ``shut`` is called when Slack takes the token no more."""
        super().__init__(token, base_url=base_url, timeout=timeout)
        self._figures = figures
        self._shut = shut

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call once, whatever happens."""
        with self._figures.timed(Stage.DELIVER):
            return self._counted(method, super().send(method, arguments))

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call what can be repeated without harm; a broken connection is tried once more."""
        return self._counted(method, super().ask(method, arguments))

    def _counted(self, method: str, outcome: Outcome) -> Outcome:
        is_limit = isinstance(outcome, Later) and outcome.is_limit
        self._figures.answered(method, "limited" if is_limit else OUTCOMES[type(outcome)])
        if isinstance(outcome, Later) and outcome.why in DEAD_TOKEN:
            self._shut()
        return outcome
