"""How Slack reaches us: a port that must be free, and sockets where there is an app token."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from commands.settings import Settings, WrongSettings
from messages.delivery.directory import check_app_token
from messages.delivery.slack import Slack


@contextmanager
def socket_mode(settings: Settings, app: App) -> Iterator[None]:
    """Keep Slack's socket open while the block lasts; without an app token there is none."""
    if settings.slack_app_token is None:
        yield
        return
    token = settings.slack_app_token.get_secret_value()
    check_app_token(Slack(token, base_url=settings.slack_api_url))
    handler = SocketModeHandler(app, token)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        handler.close()  # type: ignore[no-untyped-call]


def check_free(settings: Settings) -> None:
    """Raise WrongSettings when somebody else listens where we are to listen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as trouble:
            raise WrongSettings(f"PORT {settings.port} on HOST {settings.host} cannot be used: {trouble}.") from trouble
