"""Words are said in the language of who reads them, and in English where a translator has not been."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.events import Nudged
from bot.model import LapseKind, Person, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from messages import replies
from messages.amounts import amount
from messages.language import (
    CATALOGUES,
    ENGLISH,
    Language,
    known_languages,
    language_among,
    language_of,
    read,
    speaking,
    spoken,
)
from messages.phrases import known
from messages.rendering import render
from messages.words import ago, conjoined, day, label, long_day, number, words
from tests.messages.catalogue import STEP, everything
from tests.messages.limits import wrong_with
from tests.messages.samples import LAPSE, NOW, OMAR, PEOPLE, lapsed, scene
from tests.messages.translating import phrases

GERMAN = language_of("de-DE")


@pytest.mark.parametrize("locale", ["de-DE", "de-AT", "de"])
def test_the_closest_catalogue_speaks(locale: str) -> None:
    assert language_of(locale) is GERMAN


@pytest.mark.parametrize(
    "locale", [None, "", "en-US", "en-GB", "fi-FI", "tlh", "../de", "de/../de", "x" * 50, "de-DE\0"]
)
def test_where_there_is_no_catalogue_english_is_spoken(locale: str | None) -> None:
    assert language_of(locale) is ENGLISH
    with speaking(language_of(locale)):
        assert (label("button#done"), day(date(2026, 11, 27))) == ("Done", "Fri 27 Nov 2026")


def test_a_language_ends_with_what_is_drawn_in_it() -> None:
    with speaking(GERMAN):
        with speaking(ENGLISH):
            assert label("button#done") == "Done"
        assert label("button#done") == "Erledigt"
    assert spoken() is ENGLISH


def test_days_amounts_and_spans_go_with_the_words() -> None:
    with speaking(GERMAN):
        assert day(date(2026, 11, 27)) == "Fr, 27. Nov 2026"
        assert long_day(date(2026, 11, 27)) == "Freitag, 27. November 2026"
        assert (amount(4_800_000, "EUR"), amount(99, "EUR")) == ("48.000\u00a0€", "0,99\u00a0€")
        assert (number(12_345), ago(NOW - timedelta(days=10), NOW)) == ("12.345", "vor 10 Tagen")
        assert conjoined(["a", "b", "c"]) == "a, b und c"


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 Sache braucht dich, heute"), (1_000, "1.000 Sachen brauchen dich, heute")]
)
def test_counts_have_the_forms_of_the_language(n: int, said: str) -> None:
    with speaking(GERMAN):
        assert words("digest#head", audience="person", n=n, day="heute") == said


def test_what_people_typed_is_escaped_in_every_language() -> None:
    typed = words("reply/did#StepKept", what="<!channel> 100% *sure* %(who)s")
    with speaking(GERMAN):
        assert words("reply/did#StepKept", what="<!channel> 100% *sure* %(who)s") == typed.replace("Done", "Erledigt")


def test_what_nobody_has_translated_is_said_in_english(tmp_path: Path) -> None:
    english = words("decision/woken", owner="U0OMAR", deal="Acme")
    begun = tmp_path / "fi.po"
    begun.write_text('msgid ""\nmsgstr "Language: fi\\n"\n', encoding="utf-8")
    with speaking(Language("fi", read(begun))):
        assert words("decision/woken", owner="U0OMAR", deal="Acme") == english


@pytest.mark.parametrize(
    "said", ["Fertig", "Fertig: *%(wass)s*.", "Fertig: *%(what)s*, %(who)s.", "Fertig: *%(what)d*"]
)
def test_a_translation_without_its_places_is_left_out(tmp_path: Path, said: str) -> None:
    file = tmp_path / "de.po"
    file.write_text(f'#, python-format\nmsgid "Done: *%(what)s*."\nmsgstr "{said}"\n\nmsgid "Save"\nmsgstr "Sichern"\n')

    catalogue = read(file)

    is_right = said == "Fertig"
    assert catalogue.gettext("Done: *%(what)s*.") == ("Done: *%(what)s*." if not is_right else said)
    assert catalogue.gettext("Save") == "Sichern"


def test_phrases_of_the_heart_are_said_in_the_readers_language() -> None:
    assert known("the next step") == "the next step"
    with speaking(GERMAN):
        assert known("the next step") == "der nächste Schritt"
        assert known("call the plumber") == "call the plumber"
        why = "ready on Thu 28 Jan 2027 at this pace, 1 working day of work planned, 9 left"
        assert known(f"the promised date: {why}").startswith(
            "der zugesagte Termin: fertig am Do, 28. Jan 2027 bei diesem Tempo, 1 Arbeitstag"
        )


def _people(**locales: str) -> dict[UserId, Person]:
    return {user: replace(PEOPLE[user], locale=locales.get(user)) for user in PEOPLE}


def test_a_person_is_asked_in_their_own_language() -> None:
    event = Nudged(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, 1, Where.PRIVATE, OMAR)
    people = _people(**{OMAR: "de-DE"})
    of = replace(scene(event, of=lapsed(LapseKind.STEP_OVERDUE, STEP.id)), people=people)

    message = render(Outgoing("key", Kind.NUDGE, None, to_user=OMAR), of)

    assert "war fällig: Fr, 27. Nov" in message.text
    assert "Erledigt" in str(message.blocks)


def test_a_channel_reads_the_language_of_most() -> None:
    german, english = Person(UserId("U1"), "a", "UTC", locale="de-AT"), Person(UserId("U2"), "b", "UTC", locale="en-US")
    gone, guest = replace(german, is_active=False), replace(german, is_guest=True)

    assert language_among([german, german, english]) is GERMAN
    assert language_among([german, english, english]) is ENGLISH
    assert language_among([english, gone, gone, guest, guest]) is ENGLISH
    assert language_among([]) is ENGLISH


def test_the_answer_to_one_person_follows_whatever_is_spoken() -> None:
    with speaking(GERMAN):
        assert "Nächster Schritt" in str(
            replies.glance(lapsed(LapseKind.STEP_OVERDUE, STEP.id), OMAR, PEOPLE, NOW).blocks
        )


@pytest.mark.parametrize("name", known_languages())
def test_a_catalogue_says_only_what_baton_says(name: str) -> None:
    """What is here and in no template any more is never shown: translate the sentence that took its place."""
    with (CATALOGUES / f"{name}.po").open("rb") as opened:
        catalogue = read_po(opened, locale=name)
    told = {one for _, said in phrases() for one in said}

    wrong = {str(each.id): [str(why) for why in each.check(catalogue)] for each in catalogue if each.id}
    assert {text: why for text, why in wrong.items() if why} == {}
    said = [each.id if isinstance(each.id, str) else each.id[0] for each in catalogue if each.id]
    forgotten = [each for each in said if each not in told]
    assert len(forgotten) <= len(catalogue) // 4, f"a quarter of {name}.po is said no more: {forgotten}"


@pytest.mark.parametrize("name", known_languages())
def test_all_fits_into_slack_in_each_language(name: str) -> None:
    with speaking(language_of(name)):
        drawn = everything(also_long=True)

    assert {what: wrong for what, each in drawn.items() if (wrong := wrong_with(each))} == {}


def test_the_tool_for_translators_gathers_every_sentence(tmp_path: Path) -> None:
    wanted = {one for _, said in phrases() for one in said}
    tool = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", str(CATALOGUES / "babel.cfg")]
    subprocess.run([*tool, "--input-dirs", str(CATALOGUES.parent), "-o", str(tmp_path / "words.pot")], check=True)

    with (tmp_path / "words.pot").open("rb") as opened:
        gathered = [each.id for each in read_po(opened) if each.id]
    assert {one for each in gathered for one in ([each] if isinstance(each, str) else each)} == wanted - {
        "order of a date"
    }
