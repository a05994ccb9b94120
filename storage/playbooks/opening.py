"""Take playbook files from disk, as text."""

from pathlib import Path

from storage.playbooks.problems import BadPlaybook, Problem

MAX_BYTES = 1024 * 1024
SUFFIXES = frozenset({".yaml", ".yml"})


def open_text(path: Path) -> str:
    """Return a file's text; raises BadPlaybook where it is missing, too large or not UTF-8."""
    try:
        if not path.is_file():
            raise _refused(path, "There is no such file; give the path of a .yaml file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused(path, f"This file cannot be read ({error.strerror}); check its name and permissions.") from error
    return decode(data, source=str(path))


def playbook_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are meant as playbooks; what starts with a dot or _ is left alone.

    Raises BadPlaybook where there is none.
    """
    try:
        if not folder.is_dir():
            raise _refused(folder, "There is no such folder; give one that holds .yaml files.")
        found = sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES and file.name[0] not in "._")
    except OSError as error:
        message = f"This folder cannot be read ({error.strerror}); check its name and permissions."
        raise _refused(folder, message) from error
    if not found:
        raise _refused(folder, "There is no playbook in this folder; put a .yaml file into it.")
    return found


def decode(data: bytes, *, source: str) -> str:
    """Return the bytes as text, without the mark that some editors put in front."""
    if len(data) > MAX_BYTES:
        message = "This file is larger than 1 MiB; a playbook is a few pages of text."
        raise BadPlaybook([Problem(source, 1, "", message)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "This file is not UTF-8 text; save it again with the encoding UTF-8."
        raise BadPlaybook([Problem(source, data.count(b"\n", 0, error.start) + 1, "", message)]) from error


def _refused(path: Path, message: str) -> BadPlaybook:
    return BadPlaybook([Problem(str(path), 1, "", message)])
