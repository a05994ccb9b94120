"""What the command line asks of playbooks: check them, show one, begin one, publish their schema."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.playbook import Playbook
from bot.rules.planning import Example
from storage.playbooks.checking import check, summary
from storage.playbooks.json_schema import FILE_NAME, json_schema
from storage.playbooks.library import built_in
from storage.playbooks.opening import SUFFIXES, open_text
from storage.playbooks.problems import BadPlaybook, Problem, quotable, suggest
from storage.playbooks.reading import read
from storage.playbooks.showing import shown
from storage.playbooks.starting import begin

USUAL_TIME = timedelta(weeks=13)
"""How long after the signature an example is promised for, if nobody says: a quarter."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The playbooks that come with Baton, and files by their path. ``today`` is when an example is won."""

    today: Callable[[], date]

    def check(self, files: Sequence[Path]) -> tuple[str, bool]:
        """Check files and folders; return the report and whether all are good."""
        report = check(files)
        return report.text, report.is_good

    def show(self, which: str, *, won: date | None, promised: date | None, given: Mapping[str, date]) -> str:
        """Show the playbook of a file, or the built-in one of a kind, with the dates of an example deal."""
        playbook = _found(which)
        for key in given:
            _check_key(playbook, key)
        begun = won or self.today()
        return shown(playbook, Example(begun, promised or begun + USUAL_TIME, given))

    def begin(self, kind: str, *, title: str, like: str, folder: Path) -> Sequence[str]:
        """Begin a playbook; return what there is now, line by line."""
        path, playbook = begin(kind, title=title, like=like or None, folder=folder)
        return [
            summary(playbook),
            f"An editor that knows YAML completes it from {path.with_name(FILE_NAME)}.",
            f"Change it, and check it: python app.py playbook check {path}",
        ]

    def schema(self) -> str:
        """Return the JSON Schema of a playbook file."""
        return json_schema()


def _found(which: str) -> Playbook:
    path = Path(which)
    if path.suffix in SUFFIXES or path.exists():
        return read(open_text(path), source=which)
    playbooks = {playbook.kind: playbook for playbook in built_in()}
    if which not in playbooks:
        message = f"There is neither a file nor a playbook {quotable(which)}; {suggest(which, playbooks)}"
        raise BadPlaybook([Problem(which, 1, "", message)])
    return playbooks[which]


def _check_key(playbook: Playbook, key: str) -> None:
    """Refuse a date for an item that is not there, or that nobody gives a date for."""
    dated = [item.key for item in playbook.items if item.evidence == "date"]
    if key not in dated:
        message = f"No item {quotable(key)} is ended with a date; {suggest(key, dated)}"
        raise BadPlaybook([Problem(playbook.source, 1, "items", message)])
