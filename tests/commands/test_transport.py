"""Slack reaches us over several sockets, each payload over one of them, and over a port that is free."""

import socket
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from commands.settings import Settings, WrongSettings
from commands.sockets import Socket
from commands.transport import MOST_SOCKETS, SOCKETS, check_free, socket_mode
from messages.delivery.directory import SlackTrouble
from sandbox.trying.person import Person
from sandbox.workspace import Workspace

PATIENCE = 20.0
MANY = 12
RECEIVE_SECONDS = 3.0
"""As long the SDK's reading thread waits for something to come before it looks around."""


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    with Workspace.start(ack_seconds=PATIENCE) as running:
        running.app(commands=["/deal", "/keep"])
        yield running


@pytest.fixture(scope="module")
def ana(workspace: Workspace) -> Person:
    person = workspace.person("ana")
    workspace.channel("here", person)
    return person


@pytest.fixture
def settings(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_APP_TOKEN", workspace.app_token)
    monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.bot_token)
    monkeypatch.setenv("SLACK_API_URL", workspace.api_url)
    workspace.client.clear_faults()
    return Settings()


def listening(workspace: Workspace, heard: Counter[str], name: str = "one") -> App:
    """Return an app that counts the words it is given, and answers with its name."""
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret="-", process_before_response=True)

    def answer(ack: Ack, command: dict[str, str]) -> None:
        heard[command["text"]] += 1
        ack(f"{name} heard {command['text']}")

    app.command("/deal")(answer)
    return app


def machine() -> datetime:
    return datetime.now(UTC)


def open_sockets(workspace: Workspace) -> int:
    return int(workspace.client.state()["app"]["sockets"])


def until_open(workspace: Workspace, count: int) -> None:
    deadline = monotonic() + PATIENCE
    while open_sockets(workspace) != count:
        assert monotonic() < deadline, f"{open_sockets(workspace)} sockets are open, not {count}"
        sleep(0.01)


@pytest.fixture
def holding(workspace: Workspace) -> Iterator[tuple[Socket, Counter[str], Event, Event]]:
    """Yield a socket whose app, once asked (the first event), keeps an answer back until it may go on (the second)."""
    heard: Counter[str] = Counter()
    asked, go = Event(), Event()
    app = listening(workspace, heard)

    def keep(ack: Ack) -> None:
        asked.set()
        go.wait(PATIENCE)
        ack()

    app.command("/keep")(keep)
    one = Socket(app, workspace.app_token, now=machine)
    one.connect()  # type: ignore[no-untyped-call]
    yield one, heard, asked, go
    go.set()
    one.close()  # type: ignore[no-untyped-call]


def test_a_socket_hears_after_its_connection_was_replaced_slowly(
    workspace: Workspace, ana: Person, holding: tuple[Socket, Counter[str], Event, Event]
) -> None:
    one, heard, asked, go = holding
    until_open(workspace, 1)
    # While it holds something, Slack leaves the old connection open beside the new one.
    keeping = Thread(target=ana.types, args=("/keep it",), kwargs={"in_": "here"})
    keeping.start()
    asked.wait(PATIENCE)
    old = one.client.current_session
    assert old
    with old.sock_send_lock:
        # Nobody closes the old one while this lock is held: it takes as long as on a machine with no time for it.
        workspace.client.disconnect("warning")
        sleep(RECEIVE_SECONDS + 1)
    go.set()
    keeping.join()

    ana.types("/deal after", in_="here").heard()

    assert heard == {"after": 1}


def test_a_connection_that_was_left_is_not_begun_with_anew(
    holding: tuple[Socket, Counter[str], Event, Event],
) -> None:
    left = holding[0].client.current_session_state
    left.terminated = True

    # As long as the reading thread needs to come back to it; whoever closes waits for it to be gone.
    sleep(RECEIVE_SECONDS + 1)

    assert left.terminated


def test_a_connection_that_gave_no_sign_of_life_counts_as_dead_in_the_end(
    holding: tuple[Socket, Counter[str], Event, Event],
) -> None:
    session = holding[0].client.current_session

    assert session
    assert session.last_ping_pong_time is not None


def test_without_a_token_of_the_app_there_is_no_socket(
    workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")

    with socket_mode(Settings(), listening(workspace, Counter()), now=machine):
        assert open_sockets(workspace) == 0


@pytest.mark.parametrize("count", [1, SOCKETS, 3])
def test_so_many_sockets_are_open_as_asked_and_none_afterwards(
    workspace: Workspace, settings: Settings, count: int
) -> None:
    with socket_mode(settings, listening(workspace, Counter()), now=machine, count=count):
        until_open(workspace, count)

    until_open(workspace, 0)


def test_two_are_the_default_and_five_processes_fit_beside_each_other() -> None:
    assert SOCKETS == 2
    assert MOST_SOCKETS == 5 * SOCKETS


def test_what_is_typed_is_heard_once_whichever_socket_it_comes_over(
    workspace: Workspace, settings: Settings, ana: Person
) -> None:
    heard: Counter[str] = Counter()
    with socket_mode(settings, listening(workspace, heard), now=machine, count=3):
        until_open(workspace, 3)
        answers = [ana.types(f"/deal {number}") for number in range(MANY)]

    assert all(answer.ok for answer in answers)
    assert heard == Counter({str(number): 1 for number in range(MANY)})


def test_two_processes_share_what_comes(workspace: Workspace, settings: Settings, ana: Person) -> None:
    heard: dict[str, Counter[str]] = {"one": Counter(), "other": Counter()}
    with ExitStack() as both:
        for name, counter in heard.items():
            both.enter_context(socket_mode(settings, listening(workspace, counter, name), now=machine))
        until_open(workspace, 2 * SOCKETS)
        for number in range(MANY):
            assert ana.types(f"/deal {number}").ok

    assert all(heard.values())
    assert heard["one"] + heard["other"] == Counter({str(number): 1 for number in range(MANY)})


def test_while_one_socket_breaks_what_is_typed_is_answered_over_the_other(
    workspace: Workspace, settings: Settings, ana: Person
) -> None:
    """Its answer is lost with it: Slack sends the same again, which the use cases know by its key."""
    heard: Counter[str] = Counter()
    with socket_mode(settings, listening(workspace, heard), now=machine):
        until_open(workspace, SOCKETS)
        workspace.client.inject({"method": "slash_commands", "do": "cut"})

        answer = ana.types("/deal again")

    assert answer.ok
    assert answer.shown == "one heard again"


@pytest.mark.parametrize("how", ["warning", "refresh_requested"])
def test_sockets_that_end_come_back(workspace: Workspace, settings: Settings, ana: Person, how: str) -> None:
    with socket_mode(settings, listening(workspace, Counter()), now=machine):
        until_open(workspace, SOCKETS)

        workspace.client.disconnect(how)

        until_open(workspace, SOCKETS)
        assert ana.types("/deal back").ok


def test_a_further_socket_that_slack_refuses_is_not_needed(
    workspace: Workspace, settings: Settings, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    # The first call only asks whether the token is good.
    workspace.client.inject({"method": "apps.connections.open", "do": "error:internal_error", "nth": 3})
    with socket_mode(settings, listening(workspace, Counter()), now=machine):
        until_open(workspace, 1)
        assert ana.types("/deal one").ok

    assert "Slack opens no further socket (internal_error)" in caplog.text


def test_a_socket_that_is_closed_while_it_connects_anew_leaves_no_connection_behind(
    workspace: Workspace, settings: Settings
) -> None:
    one = Socket(listening(workspace, Counter()), workspace.app_token, now=machine)
    one.connect()  # type: ignore[no-untyped-call]
    until_open(workspace, 1)
    workspace.client.inject({"method": "apps.connections.open", "do": "hang:1"})
    anew = Thread(target=one.client.connect_to_new_endpoint, args=(True,))
    anew.start()

    one.close()  # type: ignore[no-untyped-call]
    anew.join()

    assert not one.client.is_connected()
    until_open(workspace, 0)


def test_two_threads_that_connect_anew_at_once_leave_one_connection(workspace: Workspace, settings: Settings) -> None:
    with ExitStack() as ending:
        one = Socket(listening(workspace, Counter()), workspace.app_token, now=machine)
        ending.callback(one.close)
        # Longer than the SDK lets a second thread wait for the first.
        workspace.client.inject({"method": "apps.connections.open", "do": "hang:6"})
        both = [Thread(target=one.client.connect_to_new_endpoint, args=(True,)) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()

        until_open(workspace, 1)
        assert one.client.is_connected()


def test_the_socket_of_a_handshake_that_fails_is_closed(workspace: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        one = Socket(listening(workspace, Counter()), workspace.app_token, now=machine)
        one.client.wss_uri = f"ws://127.0.0.1:{silent.getsockname()[1]}/"

        def hang_up() -> None:
            silent.accept()[0].close()

        ended = Thread(target=hang_up)
        ended.start()
        one.client.connect()
        ended.join()
        one.close()  # type: ignore[no-untyped-call]

    assert [str(each.message) for each in seen if each.category is ResourceWarning] == []


def test_without_a_single_socket_an_operator_hears_why(workspace: Workspace, settings: Settings) -> None:
    workspace.client.inject({"method": "apps.connections.open", "do": "error:internal_error", "nth": 2})

    with (
        pytest.raises(SlackTrouble, match="Slack opens no socket: internal_error"),
        socket_mode(settings, listening(workspace, Counter()), now=machine),
    ):
        pass

    assert open_sockets(workspace) == 0


def test_a_wrong_token_is_told_before_anything_is_opened(
    workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-nobody's")

    with (
        pytest.raises(SlackTrouble, match="does not accept SLACK_APP_TOKEN"),
        socket_mode(Settings(), listening(workspace, Counter()), now=machine),
    ):
        pass


def test_a_port_where_somebody_listens_is_refused_by_its_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))

        with pytest.raises(WrongSettings, match=f"PORT {taken} on HOST 127.0.0.1 cannot be used"):
            check_free(Settings())

    check_free(Settings())


def test_a_host_that_is_not_this_machine_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "192.0.2.1")

    with pytest.raises(WrongSettings, match=r"HOST 192\.0\.2\.1 cannot be used"):
        check_free(Settings())
