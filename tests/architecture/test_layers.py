"""Who may import whom, and who may look at the clock or the environment."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project import ROOT, modules, name, pyproject

EDGES = {"commands/failure.py", "commands/tick.py"}
ROOMS = ("bot", "commands", "messages", "storage")
MAY_START_PROGRAMS = ("tests/", "demo.py", "docs/screenshots.py")
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
}
CHANCE = {"uuid.uuid1", "uuid.uuid4", "uuid4", "uuid1"}
CHANCES = {"random", "secrets"}
ENVIRONMENT = {"os.environ", "os.getenv", "environ", "getenv"}


def names(tree: ast.AST) -> Iterator[str]:
    """Yield every name that is used, with the one it is taken from: ``datetime.now``, ``uuid4``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name):
            yield node.id


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the top package of every import, wherever in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def found(wanted: set[str], *under: str) -> list[str]:
    return [f"{name(path)}: {used}" for path, tree in modules(*under) for used in set(names(tree)) & wanted]


def test_every_import_goes_the_way_it_may() -> None:
    # In a process of its own: it silences every logger that stands when it starts.
    look = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_file_of_the_heart_says_where_it_stands() -> None:
    (inside,) = (
        each for each in pyproject()["tool"]["importlinter"]["contracts"] if each["name"] == "Inside the heart"
    )

    assert inside["exhaustive"]
    placed = {part.strip() for layer in inside["layers"] for part in layer.split("|")}
    assert placed == {path.stem for path in (ROOT / "bot").iterdir() if is_module(path)}


def is_module(path: Path) -> bool:
    return (path.suffix == ".py" and path.stem != "__init__") or (path.is_dir() and (path / "__init__.py").exists())


PROGRAMS = {"app", "demo", "commands.house", "commands.entrances", "commands.upkeep"}


def test_nothing_but_what_starts_programs_imports_the_program() -> None:
    importers = [name(path) for path, tree in modules() if PROGRAMS & set(imports(tree))]

    assert [each for each in importers if not each.startswith((*MAY_START_PROGRAMS, "app.py"))] == []


def test_no_room_looks_at_the_clock() -> None:
    assert found(CLOCKS - {"time.monotonic"}, *ROOMS) == []
    assert found({"time.monotonic"}, "bot", "storage") == []


def test_no_room_leaves_anything_to_chance() -> None:
    assert found(CHANCE, *ROOMS) == []
    assert [name(path) for path, tree in modules("bot", "storage") if CHANCES & set(imports(tree))] == []


def test_no_room_reads_the_environment() -> None:
    assert found(ENVIRONMENT, *ROOMS) == []


def test_the_heart_needs_nothing_but_the_standard_library() -> None:
    ours = {"bot", *sys.stdlib_module_names}

    assert [(name(path), used) for path, tree in modules("bot") for used in imports(tree) if used not in ours] == []


def test_bugs_are_caught_at_the_two_edges_only() -> None:
    broad = {
        name(path)
        for path, tree in modules(*ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and is_broad(node)
    }

    assert broad <= EDGES


def is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id.endswith("Exception")) for kind in kinds)
