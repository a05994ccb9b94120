"""Every door once more in a made-up language: what somebody reads of it, refusals and beside a field too, is in brackets.

Sentences are looked for where people meet them. A list of files, or of classes, would leave out what comes next.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import Choice
from bot.money import Flaw
from commands.behaviours import PRESSED, STARTED, SUBMITTED
from commands.money import UnclearAmount
from commands.parse import EXAMPLES
from messages import forms, ids, settings_forms
from messages.language import speaking
from tests.bot import making
from tests.bot.making import ANA, OMAR
from tests.bot.service import conftest as service
from tests.commands.hall import ELSEWHERE, Hall, Json, Told, button
from tests.commands.test_bad_input import COMMANDS, filled
from tests.messages.bare import texts, unbracketed, written_in
from tests.messages.translating import BRACKETED, OPENS

LINES = ("", " quux", " quux by fri", " quux by soonish because quux", f" {'quux ' * 800}")
ANSWERS = {
    "left out": None,
    "empty": "",
    "words": "quux",
    "long": "quux " * 800,
    "markup": "<!channel> <@U0ANA>",
    "no date": "2026-13-45",
    "a stranger": "U0NOBODY",
    "a day": "fri",
    "yesterday": "2026-11-22",
}
"""What stands in every field at once; None: no field is sent."""
IN_ANY_LANGUAGE = (
    "quux",
    "quu",
    "qu",
    "order the pump",
    "order the crane",
    "nxet",
    "godot",
    "next",
    "sat 27 nov",
    "yesterday",
    "soonish because quux",
    "soonish",
    "nonsense",
    "U0NOBODY",
    "fri",
    "else the crane slot is lost",
)
TYPED = (
    *IN_ANY_LANGUAGE,
    *LINES,
    "by soonish",
    "tomorrow 15:00",
    "@mei",
    "@omar",
    "@channel",
    "@U0ANA",
    "CET",
    # The name of a channel, by which people find it, is one in all languages.
    *(f"practice-short{number}" for number in range(100)),
    *EXAMPLES.values(),
)
SAMPLES = written_in(Path(str(making.__file__)), Path(str(service.__file__)), typed=TYPED)

MISTYPED = (
    "nxet the pump by fri",
    "quux",
    "next order the pump by soonish",
    "next order the pump by 12/1",
    "next order the pump by sat 27 nov",
    "next order the pump by yesterday",
    "next order the pump by 2031-01-01",
    "waiting on godot",
    "list quux",
    "report quux",
    "close quux",
    "owner quux",
    "lead quux",
    "lead quux <@UMEI>",
    "lead <@UMEI>",
    "checklist quux",
    "digest off",
    "digest quux",
    "digest 25:00",
    "digest 4:00",
    "hours quux",
    "hours 17-9",
    "hours mon-fri 25-26",
    "region quux",
    "region FI-quux",
    "away until quux",
    "away from fri until mon",
    "away until 2031-01-01",
    "away @quux until fri",
    "done quux",
    "give quux to <@UMEI>",
    "snooze fri because quux",
    "ask <@UANA> quux by fri",
)
"""What is typed wrongly in every way that there is a sentence for."""


def sees(told: Told) -> dict[str, list[str]]:
    """Return what of an answer stands in no template."""
    shown = [{"text": told.text}, *told.blocks, told.view or {}, *({"text": said} for said in told.errors.values())]
    return unbracketed(shown, SAMPLES)


@pytest.fixture
def abroad(hall: Hall) -> Iterator[Hall]:
    """Let everybody be spoken to in brackets."""
    hall.commit("order the pump")
    hall.commit("order the crane")
    with speaking(BRACKETED):
        yield hall


def carried(hall: Hall) -> list[str]:
    deal = hall.deal
    things = (None, deal.steps[0], deal.items[0], deal.items[-1])
    return [*(button("", deal, thing)["value"] for thing in things), f"{deal.id}|{deal.steps[0].id}|99|", "quux", ""]


@pytest.mark.parametrize("word", COMMANDS)
@pytest.mark.parametrize("channel", ["C0DEAL", ELSEWHERE])
def test_every_command(abroad: Hall, word: str, channel: str) -> None:
    for rest in LINES:
        assert sees(abroad.types(ANA, f"{word}{rest}", channel=channel)) == {}, rest[:40]


@pytest.mark.parametrize("text", MISTYPED)
def test_what_is_mistyped(abroad: Hall, text: str) -> None:
    told = abroad.types(OMAR, text)

    assert sees(told) == {}
    assert OPENS in "".join(texts([told.view, {"text": told.text}, *told.blocks]))


@pytest.mark.parametrize("action", [*sorted(PRESSED), *(f"{ids.DECIDE}:{choice}" for choice in Choice), "forgotten"])
def test_every_button(abroad: Hall, action: str) -> None:
    for value in carried(abroad):
        for who in (ANA, OMAR):
            told = abroad.presses(who, {"action_id": action, "value": value})
            assert sees(told) == {}, value


@pytest.mark.parametrize("form", [*sorted(SUBMITTED.keys() - {ids.FORM_PLAYBOOK}), "forgotten"])
def test_every_form(abroad: Hall, form: str) -> None:
    # But for what is wrong with a playbook: it is about names in a file, and reads as on the command line.
    for value in carried(abroad):
        for name, answer in ANSWERS.items():
            assert sees(abroad.submits(ANA, filled(form, value, answer))) == {}, name


@pytest.mark.parametrize("shortcut", [*STARTED, "forgotten"])
def test_every_shortcut(abroad: Hall, shortcut: str) -> None:
    for text in (None, "order the pump by soonish"):
        assert sees(abroad.starts(ANA, shortcut, text)) == {}


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_of_an_amount_has_a_sentence(flaw: Flaw) -> None:
    with speaking(BRACKETED):
        problem = UnclearAmount("quux", flaw, one="1234", other="1.234", digits=2).problem

    assert problem.startswith(OPENS)


@pytest.mark.parametrize("amount", ["1.234 EUR", "48000", "5.001 EUR", "9999999999m EUR"])
def test_an_amount_beside_its_field(abroad: Hall, amount: str) -> None:
    for form, name in ((ids.FORM_WON, forms.AMOUNT), (ids.FORM_SETTINGS_VISIBILITY, settings_forms.ABOVE)):
        told = abroad.submits(ANA, _with(filled(form, "1", "quux"), name, amount))
        assert sees(told) == {}


def _with(view: Json, name: str, answer: str) -> Json:
    element = {"type": "plain_text_input", "initial_value": answer}
    others = [block for block in view["blocks"] if block["block_id"] != name]
    return view | {"blocks": [*others, {"type": "input", "block_id": name, "element": element}]}
