"""A German seller and an English lead on one deal: each reads their own language, the channel that of most people."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.journeys.stage import PATIENCE, Stage, stage

GERMAN = "de-DE"


def test_each_reads_their_language_and_the_channel_that_of_most(tmp_path: Path) -> None:
    with stage(tmp_path, over_http=True) as on:
        on.slack.change_person(on.people["ana"].id, locale=GERMAN)
        with on.serving():
            on.won()
            on.settle()
            the_channel_reads_english(on)
            each_is_answered_in_their_language(on)
            each_finds_their_home_in_their_language(on)
            a_form_and_its_faults_are_german_for_ana(on)
            a_question_is_asked_in_german_alone_and_in_english_among_all(on)
            once_most_use_german_the_channel_does(on)


def the_channel_reads_english(on: Stage) -> None:
    assert "*Promised:* Monday 1 February 2027" in on.board()
    assert any("will you own *Acme EV site*" in text for text in on.read(on.channel()))


def each_is_answered_in_their_language(on: Stage) -> None:
    """Amounts and dates are ordered and parted as each of them writes."""
    german, english = on.type("ana", "/deal"), on.type("jonas", "/deal")

    assert "für Acme Oy, 48.000 €" in german
    assert "*Zugesagt:* Montag, 1. Februar 2027" in german
    assert "for Acme Oy, €48,000" in english
    assert "*Promised:* Monday 1 February 2027" in english


def each_finds_their_home_in_their_language(on: Stage) -> None:
    for name, heading in (("ana", "Deine Einstellungen"), ("jonas", "Your settings")):
        on.people[name].opens_home()
        on.people[name].sees(heading, in_="home")


def a_form_and_its_faults_are_german_for_ana(on: Stage) -> None:
    assert "verstehe ich nicht als Zeitpunkt. So geht es: `tomorrow 15:00`" in on.type("ana", "/deal next x by soonish")
    assert "kenne ich nicht. Meinst du „next“?" in on.type("ana", "/deal nxt the pump")
    on.press("jonas", "Accept")
    form = on.people["ana"].types("/deal next order the pump", in_=on.channel())
    assert form.has_form
    wrong = on.people["ana"].fills({"Bis wann?": "gestern"}).submits()
    assert "und das ist vorbei. So geht es: tomorrow 15:00" in wrong.errors["when"]
    done = on.people["ana"].fills({"Bis wann?": "wed"}).submits()
    assert done.ok
    on.settle()
    assert any("Next step: *order the pump*" in text for text in on.read(on.channel()))


def a_question_is_asked_in_german_alone_and_in_english_among_all(on: Stage) -> None:
    on.until(datetime(2026, 12, 2, 16, 1, tzinfo=UTC))
    assert any("*order the pump* war fällig: Mi, 2. Dez. Erledigt, ein neuer" in text for text in on.read_direct("ana"))
    on.until(datetime(2026, 12, 3, 9, 1, tzinfo=UTC))
    asked = [text for text in on.read(on.channel()) if "*order the pump* was due Wed 2 Dec" in text]
    assert len(asked) == 1


def reads_german(on: Stage, name: str) -> bool | None:
    return "*Zugesagt:*" in on.type(name, "/deal") or None


def once_most_use_german_the_channel_does(on: Stage) -> None:
    for name in ("mei", "lena"):
        on.slack.change_person(on.people[name].id, locale=GERMAN)
        # Slack tells that somebody changed, and is asked what; nothing in the workspace says when Baton knows.
        assert on.slack.until(partial(reads_german, on, name), seconds=PATIENCE)
    # A day counts from when the question before stood there, which was a moment of the minute after nine.
    on.until(datetime(2026, 12, 4, 9, 5, tzinfo=UTC))

    assert any("bitte entscheide, wie es mit *Acme EV site* weitergeht" in text for text in on.read(on.channel()))
    assert "*Promised:* Monday 1 February 2027" in on.type("jonas", "/deal"), "He still reads English, alone."
