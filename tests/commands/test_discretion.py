"""No secret is written down, whatever it is part of; and what is no secret stays readable."""

import json
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.discretion import HIDDEN, Discreet, Discretion, guard, without_tokens
from commands.settings import Settings, secrets_of
from messages import ids
from tests.bot.making import ANA
from tests.commands.hall import Hall, button

DIGITS = st.text("0123456789", min_size=9, max_size=13)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=24, max_size=64)
TOKENS = st.one_of(
    st.builds("{}-{}-{}-{}".format, st.sampled_from(["xoxb", "xoxp", "xoxa-2", "xoxr"]), DIGITS, DIGITS, LETTERS),
    st.builds("xapp-1-A{}-{}-{}".format, DIGITS, DIGITS, LETTERS),
    st.builds("xoxe.{}-1-{}".format, st.sampled_from(["xoxb", "xoxp"]), LETTERS),
    st.builds("xoxe-1-{}".format, LETTERS),
)
ANSWERS = st.builds(
    "https://hooks.slack.com/{}/T{}/{}/{}".format,
    st.sampled_from(["actions", "commands", "app"]),
    DIGITS,
    DIGITS,
    LETTERS,
)
AROUND = st.text(max_size=20)
SECRETS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=8, max_size=40).filter(
    lambda text: text.strip() and text not in HIDDEN
)


def record(message: object, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("baton", logging.INFO, "here.py", 1, message, arguments, info)


def line(*given: object, error: BaseException | None = None, hide: Discretion | None = None) -> str:
    """Return what a log shows of a line."""
    formatter = Discreet(logging.Formatter("%(levelname)s %(name)s: %(message)s"), hide or Discretion())
    return formatter.format(record(given[0], *given[1:], error=error))


@given(TOKENS, AROUND, AROUND)
def test_no_token_of_slacks_is_written_down(token: str, before: str, after: str) -> None:
    for text in (f"{before}{token}{after}", f"{before}{token.upper()} {after}", json.dumps([before, token])):
        assert token[12:] not in Discretion()(text)
        assert token[12:] not in without_tokens(text)


@given(ANSWERS)
def test_no_address_of_an_answer_is_written_down(address: str) -> None:
    secret = address.rpartition("/")[2]

    for text in (address, f"POST {address} failed", json.dumps({"url": address}).replace("/", "\\/")):
        assert secret not in Discretion()(text)
        assert secret not in without_tokens(text)
    assert "https://hooks.slack.com/" in without_tokens(address)


def test_a_stand_ins_addresses_are_hidden_in_the_log_and_left_alone_where_people_write_links() -> None:
    address = "http://127.0.0.1:8900/hooks/actions/T1/abc/def"

    assert Discretion()(f"no answer from {address}.") == f"no answer from http://127.0.0.1:8900/hooks/{HIDDEN}"
    assert without_tokens(address) == address


@given(SECRETS)
def test_a_secret_of_ours_is_hidden_however_it_is_spelled(secret: str) -> None:
    hide = Discretion([secret])

    for spelled in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], quote(secret, safe=""), quote_plus(secret)):
        assert hide(f"\0{spelled}\0") == f"\0{HIDDEN}\0"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Authorization: Bearer abc.def-ghi_jkl", f"Authorization: Bearer {HIDDEN}"),
        ("authorization: basic dXNlcjpwYXNz", f"authorization: basic {HIDDEN}"),
        ("postgresql+psycopg://baton:p4ss@db/x", f"postgresql+psycopg://baton:{HIDDEN}@db/x"),
        ("X-Slack-Signature: v0=" + "a1" * 32, f"X-Slack-Signature: v0={HIDDEN}"),
        ("wss://wss.slack.com/link/?ticket=abc-1&app_id=A1", f"wss://wss.slack.com/link/?ticket={HIDDEN}&app_id=A1"),
        ("client_id=1.2&client_secret=abcd&code=1", f"client_id=1.2&client_secret={HIDDEN}&code=1"),
        ('{"token": "gIkuvaNzQIHg97ATvDxqgjtO"}', f'{{"token": "{HIDDEN}"}}'),
        ("{'refresh_token': 'abc'}", f"{{'refresh_token': '{HIDDEN}'}}"),
    ],
)
def test_what_travels_as_a_secret_is_hidden_by_its_name(text: str, hidden: str) -> None:
    assert Discretion()(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "SLACK_BOT_TOKEN is missing: the Bot User OAuth Token of the installed app (xoxb-…).",
        "It is not an app-level token: it starts with xapp- (Basic Information).",
        "Incident 1a2b3c4d: user U0123, input typed:13345224609.738474920.8088930838d88f008e0",
        "see https://example.com/actions/checkout and https://github.com/acme/hooks",
        "no token for chat.postMessage; a key's token expires",
        "Call Acme: ask about https://acme.example/x:y@z",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert Discretion(["a secret"])(text) == text
    assert without_tokens(text) == text


def test_a_secret_too_short_to_hide_does_not_blind_the_log() -> None:
    assert Discretion(["a", "", "ab"])("a cab is late") == "a cab is late"


def test_a_secret_that_begins_with_another_is_hidden_whole() -> None:
    assert Discretion(["abcd", "abcdefgh"])("x abcdefgh y abcd") == f"x {HIDDEN} y {HIDDEN}"


def test_secrets_can_be_learned_later() -> None:
    hide = Discretion()
    hide.learn(["first secret"])
    hide.learn(["second secret"])

    assert hide("first secret, second secret") == f"{HIDDEN}, {HIDDEN}"


@pytest.mark.parametrize("length", [20_000, 40_000])
@pytest.mark.parametrize("part", ["xoxb-", "http://", "://a:", "bearer ", "token='", "http://a/hooks/", "https:\\/"])
def test_a_line_made_to_keep_it_busy_does_not(part: str, length: int) -> None:
    started = time.process_time()

    Discretion(["a secret"])(part * (length // len(part)))

    assert time.process_time() - started < 2


class TestLog:
    """The formatter that every line passes."""

    def test_the_line_is_that_of_the_formatter_within(self) -> None:
        assert line("All is %s", "well") == "INFO baton: All is well"

    @given(TOKENS)
    def test_arguments_and_tracebacks_are_looked_at(self, token: str) -> None:
        try:
            raise ValueError(f"no such token: {token}")  # noqa: TRY301 - it is raised to be caught
        except ValueError as error:
            written = line("it failed with %s", {"header": token}, error=error)

        assert "ValueError: no such token: " in written
        assert token[12:] not in written

    @pytest.mark.parametrize(
        "given", [("%s and %s", "xoxb-12345678901"), ("%d", "xoxb-12345678901"), ("%(a)s", {"b": 1})]
    )
    def test_a_line_that_cannot_be_written_shows_no_arguments(self, given: tuple[object, ...]) -> None:
        written = line(*given)

        assert "xoxb" not in written
        assert re.search(r"INFO baton: '%.*' \(\w+Error while it was written\)", written)

    def test_a_message_that_is_no_text_is_looked_at_too(self) -> None:
        assert line(ValueError("xoxb-12345678901")) == f"INFO baton: {HIDDEN}"

    def test_json_stays_json(self) -> None:
        class AsJson(logging.Formatter):
            def format(self, given: logging.LogRecord) -> str:
                return json.dumps({"message": given.getMessage()})

        secret = 'a "quoted" ä secret'
        written = Discreet(AsJson(), Discretion([secret])).format(record("it is %s and xoxb-12345678901!", secret))

        assert json.loads(written) == {"message": f"it is {HIDDEN} and {HIDDEN}!"}


class TestGuard:
    """A whole log, with all that libraries write into it."""

    @pytest.fixture
    def log(self) -> Iterator[tuple[logging.Logger, StringIO]]:
        """Return a logger with a handler of its own, and put back how Python tells of what nobody caught."""
        written = StringIO()
        logger = logging.getLogger("tests.guarded")
        logger.addHandler(logging.StreamHandler(written))
        hooks = sys.excepthook, threading.excepthook
        yield logger, written
        logger.handlers.clear()
        sys.excepthook, threading.excepthook = hooks

    def test_every_handler_writes_discreetly(self, log: tuple[logging.Logger, StringIO]) -> None:
        logger, written = log
        guard(logger, Discretion(["a secret"]))

        logger.warning("it is %s", "a secret")

        assert written.getvalue() == f"it is {HIDDEN}\n"

    def test_what_nobody_caught_is_logged_discreetly(self, log: tuple[logging.Logger, StringIO]) -> None:
        logger, written = log
        guard(logger, Discretion())

        def fail() -> None:
            raise ValueError("xoxb-12345678901 does not fit")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        with pytest.raises(ValueError, match="xoxb") as caught:
            fail()
        sys.excepthook(ValueError, caught.value, caught.value.__traceback__)

        assert written.getvalue().count("Incident: nobody caught this") == 2
        assert written.getvalue().count(f"ValueError: {HIDDEN} does not fit") == 2
        assert "12345678901" not in written.getvalue()

    def test_whoever_stops_the_program_is_no_incident(
        self, log: tuple[logging.Logger, StringIO], capsys: pytest.CaptureFixture[str]
    ) -> None:
        logger, written = log
        guard(logger, Discretion())

        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

        assert written.getvalue() == ""
        assert "KeyboardInterrupt" in capsys.readouterr().err

    def test_a_thread_that_ends_the_program_is_no_incident(self, log: tuple[logging.Logger, StringIO]) -> None:
        logger, written = log
        guard(logger, Discretion())

        thread = threading.Thread(target=sys.exit)
        thread.start()
        thread.join()

        assert written.getvalue() == ""

    def test_libraries_that_tell_everything_tell_no_secret(
        self, hall: Hall, log: tuple[logging.Logger, StringIO]
    ) -> None:
        _, written = log
        handler = logging.StreamHandler(written)
        handler.setFormatter(Discreet(logging.Formatter(), Discretion(["xoxb-made-up"])))
        hall.wire.says["views.open"] = {"ok": True, "access_token": "gIkuvaNzQIHg97ATvDxqgjtO"}
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            hall.types(ANA, "next call by fri", response_url=f"{hall.wire.url}/hook/s3cret")
            hall.presses(ANA, button(ids.STEP_DONE, hall.deal, hall.step("call")))
            hall.types(ANA, "won")
        finally:
            root.removeHandler(handler)
            root.setLevel(level)

        assert HIDDEN in written.getvalue()
        for secret in ("xoxb-made-up", "gIkuvaNzQIHg97ATvDxqgjtO", "s3cret"):
            assert secret not in written.getvalue()


class TestSettings:
    """What a process must never say."""

    def test_every_secret_among_the_settings_is_known(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        secrets = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
        for name in secrets:
            monkeypatch.setenv(name.upper(), f"s3cret of {name}, another of {name}")
        monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://baton:p%40ss@db/x")

        hide = Discretion(secrets_of(Settings()))

        assert len(secrets) >= 5
        for name in secrets:
            assert hide(f"<s3cret of {name}>") == f"<{HIDDEN}>"
            assert hide(f"<another of {name}>") == f"<{HIDDEN}>"
        assert "s3cret" not in repr(Settings())
        assert "p%40ss" not in repr(Settings())
        assert hide("p%40ss p@ss") == f"{HIDDEN} {HIDDEN}"

    @pytest.mark.parametrize("url", ["sqlite:///baton.db", "http://[", ""])
    def test_a_database_without_a_password_has_none_to_hide(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert secrets_of(Settings(database_url=url)) == []
