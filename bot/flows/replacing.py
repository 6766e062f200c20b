"""Replacing: several files at once, each whole or not at all.

It must never know what is in them.
"""

from collections.abc import Mapping
from pathlib import Path
from shutil import copymode


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Each file whole or not at all; when the disk is full, none is replaced."""
    fresh = [(path.resolve(), content) for path, content in contents.items()]
    try:
        for path, content in fresh:
            write_beside(path, content)
        for path, _ in fresh:
            beside(path).replace(path)
    finally:
        for path, _ in fresh:
            beside(path).unlink(missing_ok=True)


def write_beside(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    beside(path).write_bytes(content)
    if path.exists():
        copymode(path, beside(path))


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")
