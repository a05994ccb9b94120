"""What a translator hands in says all of it, keeps what is not theirs to change, and is begun in three steps."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from messages.language import CATALOGUES, Language, known_languages, read, speaking
from messages.words import day, label, words
from tests.messages.translating import PLACE, phrases

ROOT = Path(__file__).parents[2]
WHOLE = ("de",)
"""The languages that say everything; another one may begin with what people meet every day."""

CODE = re.compile(r"`[^`]*`")
TAG = re.compile(r"<[@#!][^>]*>|:[a-z][a-z0-9_+-]*:(?![a-z0-9/])")
PICTURES = re.compile(r"[☐☑⏳✅⚡⋯·•→↵]")
ENDS = re.compile(r"[.?!:…]$")
BEGINS_INSIDE = re.compile(r"^\s*[,;:.)]")
ENDS_INSIDE = re.compile(r"[,;(]\s*$")


def forms(said: Message) -> Iterator[tuple[str, str]]:
    """Yield each form of a sentence in English with what the translator made of it."""
    english = (said.id,) if isinstance(said.id, str) else tuple(said.id)
    theirs = (said.string,) if isinstance(said.string, str) else tuple(said.string or ())
    yield from ((english[min(n, len(english) - 1)], text) for n, text in enumerate(theirs))


def catalogue_of(name: str) -> Catalog:
    with (CATALOGUES / f"{name}.po").open("rb") as opened:
        return read_po(opened, locale=name)


def differing(english: str, theirs: str) -> list[str]:
    """Name what a translation has lost or gained that is not words."""
    kept: Mapping[str, Callable[[str], object]] = {
        "places": lambda text: set(PLACE.findall(text)),
        "what can be typed": lambda text: Counter(CODE.findall(text)),
        "tags": lambda text: Counter(TAG.findall(PLACE.sub("", text))),
        "signs": lambda text: Counter(PICTURES.findall(text)),
        "bold": lambda text: CODE.sub("", text).count("*"),
        "italics": lambda text: PLACE.sub("", CODE.sub("", text)).count("_"),
        "quotes": lambda text: text.count("„") or text.count("“"),
        "spaces around it": lambda text: (text[:1].isspace(), text[-1:].isspace()),
        "its last sign": ENDS.findall,
    }
    return [name for name, of in kept.items() if of(english) != of(theirs)]


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_language_says_every_sentence(name: str) -> None:
    there = {said.id: said for said in catalogue_of(name) if said.id}
    wanted = {said[0] if len(said) == 1 else said for _, said in phrases() if said[0] != "order of a date"}

    assert {text for text in wanted if text not in there or not all(text for _, text in forms(there[text]))} == set()


@pytest.mark.parametrize("name", known_languages())
def test_no_translation_is_a_guess(name: str) -> None:
    """A tool marks what it has guessed from a sentence nearby; that is read by nobody before it is shown."""
    assert [said.id for said in catalogue_of(name) if said.fuzzy and said.id] == []


@pytest.mark.parametrize("name", known_languages())
def test_a_translation_keeps_what_is_not_words(name: str) -> None:
    found = {
        (english, theirs): wrong
        for said in catalogue_of(name)
        if said.id
        for english, theirs in forms(said)
        if theirs and (wrong := differing(english, theirs))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("theirs", "lost"),
    [
        ("*Fertig*: „%(what)s“, `/deal done`.", []),
        ("*Fertig*: „%(what)s“, `/deal fertig`.", ["what can be typed"]),
        ("Fertig: „%(what)s“, `/deal done`.", ["bold"]),
        ("*Fertig*: „%(was)s“, `/deal done`.", ["places"]),
        ("*Fertig*: %(what)s, `/deal done`", ["quotes", "its last sign"]),
        ("*Fertig* :tada:: „%(what)s“, <!here> `/deal done`.", ["tags"]),
    ],
)
def test_what_a_translation_lost_is_named(theirs: str, lost: list[str]) -> None:
    assert differing("*Done*: “%(what)s”, `/deal done`.", theirs) == lost


def test_a_translator_is_given_sentences_and_not_what_is_left_between_them() -> None:
    pieces = {
        (str(file), text)
        for file, said in phrases()
        for text in said
        if BEGINS_INSIDE.search(text) or ENDS_INSIDE.search(text) or text in ("and", "or", "because")
    }

    assert pieces == set()


def test_a_language_is_added_in_three_steps(tmp_path: Path) -> None:
    steps = (ROOT / "docs/words.md").read_text(encoding="utf-8").partition("## A language in three steps")[2]
    command = re.search(r"`make words LANGUAGE=(\w+)`", steps)
    assert command
    name = command[1]
    shutil.copy(CATALOGUES / "babel.cfg", tmp_path)

    _run_words(name, tmp_path)
    _fill_in(tmp_path / f"{name}.po", {"Done": "Valmis", "Done: *%(what)s*.": "Valmis: *%(what)s*."})

    with speaking(Language(name, read(tmp_path / f"{name}.po"))):
        assert label("button#done") == "Valmis"
        assert words("reply/did#StepKept", what="soita") == "Valmis: *soita*."
        assert label("button#reschedule") == "Reschedule"
        assert day(date(2026, 11, 27)).startswith("pe")


def test_a_language_is_brought_up_to_date_and_keeps_what_it_says(tmp_path: Path) -> None:
    shutil.copy(CATALOGUES / "babel.cfg", tmp_path)
    (tmp_path / "fi.po").write_text('msgid ""\nmsgstr "Language: fi\\n"\n\nmsgid "Done"\nmsgstr "Valmis"\n')

    _run_words("fi", tmp_path)

    with (tmp_path / "fi.po").open("rb") as opened:
        catalogue = read_po(opened, locale="fi")
    said = catalogue.get("Done")
    assert said is not None
    assert said.string == "Valmis"
    assert len(catalogue) > len(list(phrases())) // 2


def _run_words(name: str, folder: Path) -> None:
    """Do what the Makefile says, with this environment and into another folder."""
    python = Path(sys.executable)
    make = ["make", "words", f"LANGUAGE={name}", f"CATALOGUES={folder}", f"VENV={python.parents[1]}"]
    # The environment that runs the tests is there: building it is another target's work.
    subprocess.run([*make, "-o", f"{python.parents[1]}/.ready"], cwd=ROOT, check=True, capture_output=True)


def _fill_in(file: Path, said: dict[str, str]) -> None:
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=file.stem)
    for english, theirs in said.items():
        entry = catalogue.get(english)
        assert entry is not None
        entry.string = theirs
    with file.open("wb") as opened:
        write_po(opened, catalogue)
