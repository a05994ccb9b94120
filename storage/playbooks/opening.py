"""Read a playbook file from disk as text."""

from pathlib import Path

from storage.playbooks.problems import BadPlaybook, Problem

MAX_BYTES = 1024 * 1024


def open_text(path: Path, *, source: str | None = None) -> str:
    """Return a file's text; raises BadPlaybook where it is missing, too large or not UTF-8."""
    name = source or str(path)
    if not path.is_file():
        raise BadPlaybook([Problem(name, 1, "", "There is no such file; give the path of a .yaml file.")])
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"This file cannot be read ({error.strerror}); check its permissions."
        raise BadPlaybook([Problem(name, 1, "", message)]) from error
    return decode(data, source=name)


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
