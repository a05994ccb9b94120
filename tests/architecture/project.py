"""The project's own files, as its tests about itself read them."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROOMS = ("app.py", "demo.py", "demo_check.py", "bot", "commands", "messages", "storage", "sandbox")
GENERATED = re.compile(r"\.git|\..*cache|\.hypothesis|\.venv.*|__pycache__|.*\.egg-info|build|dist|node_modules|\.env")
TEXTS = frozenset({".cfg", ".css", ".csv", ".html", ".j2", ".js", ".mako", ".md", ".py", ".toml", ".txt", ".yaml", ""})


def files(*under: str) -> Iterator[Path]:
    """Yield the files that belong to the project, under some paths or all of it; what tools make is left out."""
    for path in sorted(ROOT / each for each in under) or [ROOT]:
        yield from _below(path)


def _below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if not GENERATED.fullmatch(child.name):
                yield from _below(child)


def texts(*under: str) -> Iterator[Path]:
    """Yield those of them that hold text."""
    return (path for path in files(*under) if path.suffix in TEXTS)


def modules(*under: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the Python files under some paths with what they say."""
    for path in files(*under):
        if path.suffix == ".py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Return a path as the project calls it."""
    return path.relative_to(ROOT).as_posix()


def pyproject() -> dict[str, Any]:
    """Return the project's settings."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def page(path: str) -> str:
    """Return a document's text."""
    return (ROOT / path).read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading, without its head."""
    below = text.split(f"\n{heading}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert lines, f"there is no table under {heading}"
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line[1:-1])] for line in lines[0].splitlines()[2:]]
