"""No file says where it was made: no package registry's address, no path of one machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, name, texts

# Put together here, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        ("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "index" + "-url", "find" + "-links", "js" + "delivr")
    )
)
MACHINES = re.compile(r"(?<![\w.:/<>*{}-])/(?:work|tmp|home|root|Users|opt|mnt)(?=/)")


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert places(REGISTRIES, list(texts())) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert places(MACHINES, list(texts())) == []


@pytest.mark.parametrize("folder", ["tmp", "home", "work", "root"])
@pytest.mark.parametrize("line", ["open('/{}/baton.db')", "see /{}/notes", "cd /{}/x", "FILE=/{}/x"])
def test_paths_of_a_machine_are_recognised(line: str, folder: str) -> None:
    assert MACHINES.search(line.format(folder))


@pytest.mark.parametrize("line", ["https://baton.example.com/home/", "../work/notes", "bot/work/x", "</root/>"])
def test_addresses_and_relative_paths_are_not(line: str) -> None:
    assert not MACHINES.search(line)


def test_the_whole_project_is_looked_at() -> None:
    seen = {name(path) for path in texts()}

    assert {"Makefile", ".ci/run", "pyproject.toml", "constraints.txt", "README.md", "bot/model.py"} <= seen
    assert not [path for path in seen if path.startswith((".venv", ".git/"))]
    assert ROOT.joinpath("app.py").is_file()
