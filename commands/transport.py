"""How Slack reaches us: a port that must be free, and sockets where there is an app token."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from commands.settings import Settings, WrongSettings
from commands.sockets import Socket
from messages.delivery.directory import SlackTrouble, check_app_token
from messages.delivery.slack import Slack

log = logging.getLogger(__name__)

MOST_SOCKETS = 10
"""So many Slack gives one app, over all of its processes."""
SOCKETS = 2
"""One breaks now and then, and it takes up to ten seconds until that is noticed: what is typed meanwhile fails.

With two that is as rare as both breaking at once, and five processes still fit beside each other.
"""


@contextmanager
def socket_mode(settings: Settings, app: App, *, now: Callable[[], datetime], count: int = SOCKETS) -> Iterator[None]:
    """Keep ``count`` of Slack's sockets open while the block lasts; without an app token there is none.

    Slack gives each payload to any one of them. What it sends again, since an answer was lost with a socket, the use
    cases know by its key. ``now`` is machine time.
    """
    if settings.slack_app_token is None:
        yield
        return
    token = settings.slack_app_token.get_secret_value()
    check_app_token(Slack(token, base_url=settings.slack_api_url))
    with ExitStack() as open_ones:
        for number in range(count):
            one = Socket(app, token, now=now)
            # Before it connects: one that cannot has threads to end, too.
            open_ones.callback(one.close)
            # The first must open; with others missing Baton serves, only less safely.
            _connect(one, is_needed=number == 0)
        yield


def _connect(one: Socket, *, is_needed: bool) -> None:
    """Open one socket. What reaches us by the first need not wait for the others."""
    try:
        one.connect()  # type: ignore[no-untyped-call]
    except (SlackApiError, OSError) as trouble:
        why = trouble.response["error"] if isinstance(trouble, SlackApiError) else type(trouble).__name__
        if is_needed:
            raise SlackTrouble(f"Slack opens no socket: {why}. Try again in a minute.") from trouble
        log.warning("Slack opens no further socket (%s); what there is will do", why)


def check_free(settings: Settings) -> None:
    """Raise WrongSettings when somebody else listens where we are to listen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as trouble:
            raise WrongSettings(f"PORT {settings.port} on HOST {settings.host} cannot be used: {trouble}.") from trouble
