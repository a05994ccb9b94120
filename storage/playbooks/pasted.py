"""Playbooks that are pasted instead of lying in a file: checked like any other."""

from bot.playbook import Playbook
from bot.playbook_texts import BadText, Fault
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.reading import read
from storage.playbooks.writing import to_yaml

SOURCE = "this workspace"
"""Stands where otherwise the name of a file does."""


class Pasted:
    """Reads what somebody pastes, and writes what they can copy."""

    def read(self, text: str) -> Playbook:
        """Return the playbook that a text describes; raise BadText with all that is wrong with it."""
        try:
            return read(text, source=SOURCE)
        except BadPlaybook as bad:
            raise BadText(tuple(Fault(each.line, each.field, each.message) for each in bad.problems)) from bad

    def write(self, playbook: Playbook) -> str:
        """Return a text that reads as this playbook."""
        return to_yaml(playbook)
