"""Begin a playbook: a file that passes the check, to be changed, with the schema beside it for the editor."""

from importlib.resources import files
from json import dumps
from pathlib import Path

from bot.playbook import Playbook
from storage.playbooks.json_schema import FILE_NAME, FIRST_LINE, json_schema
from storage.playbooks.library import built_in_texts, kind_of
from storage.playbooks.problems import BadPlaybook, Problem, quotable, suggest
from storage.playbooks.reading import read
from storage.playbooks.wording import KIND


def begin(kind: str, *, title: str, like: str | None, folder: Path) -> tuple[Path, Playbook]:
    """Write a playbook of a kind, like one that comes with Baton or with three lines of checklist.

    Raises BadPlaybook where it cannot be; a file that is there already stays as it is.
    """
    path = folder / f"{kind}.yaml"
    text = _named(_pattern(like), kind, title or kind.replace("-", " ").capitalize())
    playbook = read(text, source=str(path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        (folder / FILE_NAME).write_text(json_schema(), encoding="utf-8")
    except FileExistsError as error:
        raise _refused(path, "There is something by this name already; give another kind or another folder.") from error
    except OSError as error:
        raise _refused(path, f"This cannot be written ({error.strerror}); give another folder.") from error
    return path, playbook


def _pattern(like: str | None) -> str:
    if like is None:
        return f"{FIRST_LINE}\n{(files('storage.playbooks') / 'starter.yaml').read_text(encoding='utf-8')}"
    texts = {kind_of(name): text for name, text in built_in_texts()}
    if like not in texts:
        raise _refused(Path(like), f"There is no playbook {quotable(like)} to begin from; {suggest(like, texts)}")
    return texts[like]


def _named(text: str, kind: str, title: str) -> str:
    """Put kind and title in place of those of the pattern; the reader judges them like any others."""
    # In quotes whatever is no kind, so that it cannot become further lines of the file.
    word = kind if KIND.fullmatch(kind) else dumps(kind)
    return _with(_with(text, "kind", word), "title", dumps(title, ensure_ascii=False))


def _with(text: str, field: str, value: str) -> str:
    """Put a value in the first line of a field. No pattern's replacement: a backslash in a title is no sign of its own."""
    before, _, after = text.partition(f"\n{field}: ")
    return f"{before}\n{field}: {value}\n{after.partition(chr(10))[2]}"


def _refused(path: Path, message: str) -> BadPlaybook:
    return BadPlaybook([Problem(str(path), 1, "", message)])
