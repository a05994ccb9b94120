"""Every rule that is set aside says why, and every module says in one sentence what its job is."""

import ast
import re

from tests.architecture.project import ROOMS, files, modules, name, page

SET_ASIDE = re.compile(r'^\s*"[A-Z]+[0-9]*",')
WITH_REASON = re.compile(r'^\s*"[A-Z]+[0-9]*",\s+# \S+ \S+')
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
VAGUE = {"utils.py", "util.py", "common.py", "base.py", "manager.py", "helpers.py", "misc.py"}


def test_each_lint_rule_that_is_set_aside_has_its_reason() -> None:
    lines = [line for line in page("pyproject.toml").splitlines() if SET_ASIDE.match(line)]

    assert lines
    assert [line for line in lines if not WITH_REASON.match(line)] == []


def test_each_module_says_its_job_in_one_sentence() -> None:
    silent = []
    for path, tree in modules(*ROOMS, "tests"):
        first = (ast.get_docstring(tree) or "").split("\n")[0]
        if tree.body and not re.fullmatch(r"\S.+[.?!]", first):
            silent.append(name(path))

    assert silent == []


def test_no_file_is_named_for_anything_at_all() -> None:
    assert [name(path) for path in files(*ROOMS, "tests") if path.name in VAGUE] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name(path)}: {node.name} has {length(node)} lines"
        for path, tree in modules(*ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION
        if "storage/revisions/versions" not in name(path)
    ]

    assert long == []


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count its lines without the docstring."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return whole
    words = function.body[0]
    return whole - ((words.end_lineno or 0) - words.lineno + 1)


def test_no_file_is_too_long_to_know() -> None:
    long = [
        f"{name(path)}: {lines} lines of code"
        for path in files(*ROOMS)
        if path.suffix == ".py" and "storage/revisions/versions" not in name(path)
        if (lines := code_lines(path.read_text(encoding="utf-8"))) > LONGEST_FILE
    ]

    assert long == []


def code_lines(source: str) -> int:
    """Count the lines that hold more than words for the reader."""
    tree = ast.parse(source)
    words: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            words.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source.splitlines(), 1)
    return sum(1 for number, line in lines if number not in words and line.strip() and not line.strip().startswith("#"))
