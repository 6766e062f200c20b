"""The shape of the code: short functions, short files, a first paragraph in every module, nothing unfinished."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for path in (ROOT / "bot").rglob("*.py") if "shipped" not in path.parts)
LONG_FILES: dict[str, str] = {
    "bot/store/migrations/versions/0001_initial.py": "a migration lists every table",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_over_forty_lines(path: Path) -> None:
    too_long = [
        f"{node.name} ({length_of(node)} lines)"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length_of(node) > 40
    ]
    if name_of(path) not in LONG_FILES:
        assert too_long == []


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_file_is_over_250_lines_without_a_reason(path: Path) -> None:
    if name_of(path) not in LONG_FILES:
        assert path.read_text(encoding="utf-8").count("\n") <= 250


def test_no_reason_for_a_long_file_is_left_over() -> None:
    for name in LONG_FILES:
        assert (ROOT / name).read_text(encoding="utf-8").count("\n") > 40


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_opens_with_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_left_unfinished(path: Path) -> None:
    assert UNFINISHED.search(path.read_text(encoding="utf-8")) is None
