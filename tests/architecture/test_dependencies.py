"""Every library that comes along is one we chose, at a version we tested."""

import re
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.metadata import distribution as installed

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.project import page, pyproject

PINNED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[0-9][A-Za-z0-9.+!]*)")
EXTRAS = ("postgres", "dev")
HERE = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "extra": ""}


def pins() -> dict[str, str]:
    found = [PINNED.fullmatch(line) for line in page("constraints.txt").splitlines()]
    return {canonicalize_name(each["name"]): each["version"] for each in found if each}


def declared() -> list[Requirement]:
    project = pyproject()["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for each in lists for text in each]


def brought_along(requirement: Requirement) -> list[Requirement]:
    """Return what a library asks for itself, with the extras that we ask it for."""
    wanted = [Requirement(text) for text in requires(requirement.name) or []]
    cases = [HERE | {"extra": extra} for extra in ("", *requirement.extras)]
    return [each for each in wanted if each.marker is None or any(each.marker.evaluate(case) for case in cases)]


def test_constraints_hold_a_name_and_a_version_a_line_and_nothing_else() -> None:
    assert [line for line in page("constraints.txt").splitlines() if not PINNED.fullmatch(line)] == []


def test_constraints_name_each_library_once_in_order() -> None:
    names = [line.split("==")[0].casefold() for line in page("constraints.txt").splitlines()]

    assert names == sorted(set(names))


def test_every_library_we_declare_is_pinned_within_what_we_declare() -> None:
    pinned = pins()

    for requirement in declared():
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), str(requirement)


def test_what_they_bring_along_is_pinned_too() -> None:
    pinned, ahead, seen = pins(), declared(), set()
    while ahead:
        requirement = ahead.pop()
        if str(requirement) not in seen:
            seen.add(str(requirement))
            ahead += brought_along(requirement)

    names = {canonicalize_name(Requirement(each).name) for each in seen}
    assert names - pinned.keys() == set()
    assert pinned.keys() - names == set()


def test_what_is_installed_is_what_is_pinned() -> None:
    pinned = pins()

    assert {name: found for name in pinned if (found := installed_version(name)) != pinned[name]} == {}


def installed_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def test_postgresql_and_the_tools_are_optional() -> None:
    assert set(pyproject()["project"]["optional-dependencies"]) == set(EXTRAS)
    assert installed("baton").metadata["Requires-Python"] == pyproject()["project"]["requires-python"]
