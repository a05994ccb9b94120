"""A token that somebody tells Baton by mistake is kept nowhere: no event, no message, no answer, no log."""

import json
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.discretion import HIDDEN, Discretion
from commands.fields import read
from commands.importing.facts import clean, quoted
from commands.parse import parse
from commands.spelling import UsageError
from commands.webhooks.body import Invalid, read_body
from messages import ids
from tests.bot.making import ANA
from tests.commands.hall import Hall, button
from tests.commands.test_discretion import ANSWERS, TOKENS

SECRETS = st.one_of(TOKENS, ANSWERS)
TOKEN = "xoxb-2501234567-1101234567890-AbCdEfGhIjKlMnOpQrStUvWx"
SECRET = TOKEN[12:]
WORDS = st.sampled_from(["next", "done", "ask", "waiting", "customer", "promise", "won", "by fri", "because", "x", ""])


def everything_kept(hall: Hall) -> str:
    """Return all that stands in the database, as text."""
    connection = hall.office.storage.engine.raw_connection()
    try:
        return "\n".join(connection.driver_connection.iterdump())  # type: ignore[union-attr]
    finally:
        connection.close()


def body(**deal: object) -> bytes:
    facts = {"id": "D-1", "name": "Acme", "account": {"id": "A", "name": "Acme Oy"}, **deal}
    said = {"event": "deal.won", "occurred_at": "2026-11-22T10:00:00Z", "source": "erp", "deal": facts}
    return json.dumps(said).encode()


@given(st.lists(st.one_of(WORDS, SECRETS), max_size=6), SECRETS)
def test_no_secret_gets_past_the_slash_command(before: list[str], secret: str) -> None:
    try:
        understood = repr(parse(" ".join([*before, secret])))
    except UsageError as error:
        understood = f"{error.problem} {error.example}"

    assert secret[12:] not in understood


@given(SECRETS, st.text(max_size=9), st.sampled_from(["value", "selected_user", "selected_date"]))
def test_no_secret_gets_past_a_form(secret: str, around: str, kind: str) -> None:
    view = {"state": {"values": {"what": {"e": {"type": "plain_text_input", kind: f"{around}{secret}{around}"}}}}}

    assert secret[12:] not in read(view).text("what")


@given(SECRETS, st.text(max_size=9))
def test_no_secret_gets_past_a_list_or_a_webhook(secret: str, around: str) -> None:
    assert secret[12:] not in clean(f"{around}{secret}\n{around}")
    assert secret[12:] not in quoted(f"{secret}{around}")


@given(SECRETS, st.sampled_from(["name", "id", "kind", "url", "currency", "won_at", "amount_minor", "custom"]))
def test_no_secret_of_a_webhook_is_taken_in_or_answered(secret: str, field: str) -> None:
    value = {"note": secret, secret: "note"} if field == "custom" else secret
    try:
        taken = repr(read_body(body(**{field: value}), now=datetime(2026, 11, 22, 12, tzinfo=UTC)))
    except Invalid as error:
        taken = repr(error.faults)

    assert secret[12:] not in taken


def test_a_step_is_committed_without_the_token_in_it(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        told = hall.types(ANA, f"next rotate {TOKEN} by fri else {TOKEN} leaks")

    assert hall.step().what == f"rotate {HIDDEN}"
    assert HIDDEN in told.said
    assert SECRET not in f"{told}{caplog.text}{everything_kept(hall)}"


@pytest.mark.parametrize("text", ["done {}", "{}", "reschedule call fri because {}", "ask <@UOMAR> {}", "why {}"])
def test_nothing_typed_leaves_a_token_behind(hall: Hall, caplog: pytest.LogCaptureFixture, text: str) -> None:
    hall.commit("call")
    with caplog.at_level(logging.DEBUG):
        told = hall.types(ANA, text.format(TOKEN))

    assert SECRET not in f"{told}{caplog.text}{everything_kept(hall)}"


def test_a_form_is_taken_without_the_token_in_it(hall: Hall) -> None:
    step = hall.commit("call")
    view = hall.presses(ANA, button(ids.STEP_RESCHEDULE, hall.deal, step)).view
    assert view

    hall.submits(ANA, view, when="1.12. 15:00", reason=f"the key {TOKEN} is gone")

    assert f"the key {HIDDEN} is gone" in everything_kept(hall)
    assert SECRET not in everything_kept(hall)


def test_what_hides_our_own_secrets_leaves_hidden_ones_alone() -> None:
    assert Discretion([TOKEN])(f"rotate {HIDDEN}") == f"rotate {HIDDEN}"
