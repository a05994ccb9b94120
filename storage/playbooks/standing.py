"""Which playbooks a start takes in: a file with a fault must not take away the version that deals go by."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.playbook import Playbook
from storage.playbooks.library import built_in, read_files
from storage.playbooks.opening import playbook_files
from storage.playbooks.problems import BadPlaybook

log = logging.getLogger(__name__)


def taken_in(folder: Path | None, standing: Sequence[Playbook]) -> Sequence[Playbook]:
    """Return the playbooks of a folder, or those that come with Baton; those with faults only the log tells of.

    Raises BadPlaybook with all problems where nothing stands yet: a first start without playbooks could open no deal.
    """
    if folder is None:
        return built_in()
    good, problems = read_files(playbook_files(folder))
    if problems and not standing:
        raise BadPlaybook(problems)
    for problem in problems:
        log.error("This playbook cannot be used, and the last good version stays in force: %s", problem)
    return good
