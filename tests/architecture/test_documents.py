"""What the documents say is there: files, commands, options, words, records."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app import Program, orders, shelf
from commands.command_line import command_line
from tests.architecture.project import ROOT, files, name, page, pyproject, rows

PAGES = [path for path in files() if path.suffix == ".md"]
LINK = re.compile(r"\[[^\]]*\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")
FENCE = re.compile(r"^```(?:sh|bash|console|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
STEPS = re.compile(r"\s*(?:&&|\|\||;|\|)\s*")
WORDS = (
    "workspace deal owner seller function lead playbook item promise slip lapse ladder rung nudge decision rescue digest "
    "sweep outbox courier backlog tick checklist board"
)
COMMAND_LINE: Any = get_command(command_line(Program(), orders(), shelf()))
PARTS = ("**Context.**", "**Decision.**", "**Cost.**")


def anchors(path: Path) -> set[str]:
    """Return what a link can point to in a page: its headings, as they are shown."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands() -> list[tuple[str, list[str]]]:
    """Return every make and app.py command in the fences of all pages, with the page it stands in."""
    found = []
    for path in PAGES:
        for fence in FENCE.findall(path.read_text(encoding="utf-8")):
            for line in fence.replace("\\\n", " ").splitlines():
                found += [(name(path), words) for step in STEPS.split(line) if (words := command(step))]
    return found


def command(text: str) -> list[str]:
    """Return the words of a command of ours, without prompt and settings; none for any other line."""
    text = re.sub(r"^\$ |^(?:[A-Z_]+=\S+ )+", "", text.strip().split(" #")[0])
    return shlex.split(text) if re.match(r"make\b|python3? app\.py\b|baton\b", text) else []


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))


def check_call(words: list[str]) -> None:
    """Fail unless the command line has these commands and options."""
    found, rest = COMMAND_LINE, words[2:] if words[0].startswith("python") else words[1:]
    while rest and hasattr(found, "commands"):
        assert rest[0] in found.commands, f"there is no command {rest[0]}"
        found, rest = found.commands[rest[0]], rest[1:]
    for word in rest:
        assert not word.startswith("--") or word.split("=")[0] in options(found), f"there is no option {word}"


def options(found: Any) -> set[str]:
    return {option for parameter in found.params for option in parameter.opts if option.startswith("--")}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_points_to_something_that_is_there(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        there = (path.parent / target) if target else path
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), f"{target}#{anchor}"


def test_every_make_target_in_the_documents_exists() -> None:
    named = {(where, word) for where, words in commands() if words[0] == "make" for word in words[1:]}

    assert named
    assert [(where, word) for where, word in named if "=" not in word and word not in targets()] == []


def test_every_command_in_the_documents_exists_with_its_options() -> None:
    calls = [words for _, words in commands() if words[0] != "make"]

    assert ["python", "app.py", "serve"] in calls
    for words in calls:
        check_call(words)


@pytest.mark.parametrize("words", [["python", "app.py", "dance"], ["python", "app.py", "demo", "--loudly"]])
def test_a_command_that_is_not_there_is_noticed(words: list[str]) -> None:
    with pytest.raises(AssertionError, match="there is no"):
        check_call(words)


def test_every_target_says_what_it_does_and_is_no_file() -> None:
    makefile = page("Makefile")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())

    assert targets() == phony == set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))


def test_every_word_of_ours_stands_in_the_glossary() -> None:
    explained = " ".join(row[0] for row in rows("\n# Glossary\n" + page("docs/glossary.md"), "# Glossary"))

    assert [word for word in (*WORDS.split(), "next step", "waiting on") if f"**{word}**" not in explained] == []


def test_every_term_is_explained_in_a_sentence() -> None:
    table = rows("\n# Glossary\n" + page("docs/glossary.md"), "# Glossary")

    assert [row[0] for row in table if not row[1].endswith(".")] == []
    assert len({row[0] for row in table}) == len(table)


def test_the_changelog_tells_of_the_current_version() -> None:
    version = pyproject()["project"]["version"]

    assert re.search(
        rf"^## \[{re.escape(version)}\] - (unreleased|\d{{4}}-\d\d-\d\d)$", page("CHANGELOG.md"), re.MULTILINE
    )


def test_decisions_are_numbered_without_a_gap_and_have_all_their_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").iterdir())

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert re.fullmatch(r"\d{4}(-[a-z]+)+\.md", path.name), path.name
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert [part for part in PARTS if part not in text] == [], path.name


def test_the_options_of_import_are_all_explained() -> None:
    explained = {row[0].strip("`") for row in rows(page("docs/operations.md"), "## Deals from a list")}

    assert explained == options(COMMAND_LINE.commands["import"])
