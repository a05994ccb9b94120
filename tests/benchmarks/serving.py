"""Baton's ways in, as they are served, in this process: without HTTP around them and without couriers beside them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from pydantic import SecretStr
from slack_bolt import App, BoltRequest

from bot.model import UserId
from commands.entrances import bolt_app
from commands.house import Tools, for_one
from commands.seeing.figures import Figures
from commands.settings import Settings
from commands.teams import Served
from messages.delivery.outcomes import Outcome, Sent
from storage.opening import Storage
from tests.benchmarks.pressing import Presser
from tests.bot.making import NOW

if TYPE_CHECKING:
    from messages.delivery.slack import Slack

TEAM, APP = "T1", "A1"


class Empty:
    """A Slack in which nobody is, and which takes everything."""

    timeout = 10.0

    def ask(self, _method: str, _arguments: Mapping[str, Any]) -> Outcome:
        return Sent({"ok": True, "members": [], "usergroups": []})

    send = ask


class Standing:
    """A clock that stands; the machine's own goes on."""

    def now(self) -> datetime:
        return NOW

    def machine(self) -> datetime:
        return datetime.now(UTC)


def answering(storage: Storage, folder: Path, secret: str) -> App:
    """Return the Bolt app of a Baton that serves one workspace."""
    home = storage.workspaces.ensure(TEAM, bot_user_id=UserId("UBOT"))
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        slack_bot_token=SecretStr("xoxb-made-up"),
        slack_signing_secret=SecretStr(secret),
        slack_api_url="http://127.0.0.1:9/api/",
        database_url=f"sqlite:///{folder}/ours.db",
    )
    shorts = count()
    tools = Tools(Standing(), Figures(seconds=time.monotonic), uuid4, lambda: f"s{next(shorts)}", lambda: "")
    served = Served(home, cast("Slack", Empty()), "xoxb-made-up", "B1", APP)
    return bolt_app(for_one(settings, storage, served, tools))


@dataclass(frozen=True)
class Took:
    """How many milliseconds an answer took: of the processor, and from its press on."""

    processor: float
    altogether: float


def took(app: App, presser: Presser, body: bytes) -> Took:
    """Return how long an answer takes; what comes after it is not done at all."""
    headers = {name: [value] for name, value in presser.headers(body).items()}
    begun, begun_at = time.thread_time(), time.perf_counter()
    answer = app.dispatch(BoltRequest(body=body.decode(), headers=headers))
    spent = Took((time.thread_time() - begun) * 1000, (time.perf_counter() - begun_at) * 1000)
    assert answer.status == 200, answer.status
    return spent
