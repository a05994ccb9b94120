"""Look at the memory as an operator would: is the database there, can it be written, are its tables and secrets as needed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from bot.findings import Finding, Verdict, doubtful, fine, wrong
from bot.ports import Workspace
from storage.connections import connected_systems
from storage.engine import file_of
from storage.failure import StorageError
from storage.migrations import current, is_known, newest
from storage.opening import Storage, open_storage
from storage.playbooks.library import built_in, read_files
from storage.playbooks.opening import playbook_files
from storage.playbooks.problems import BadPlaybook
from storage.secrets.keys import Keys

DATABASE, TABLES, KEYS, PLAYBOOKS, SYSTEMS = "database", "tables", "encryption keys", "playbooks", "systems"
BY_ITSELF = "Nothing: serve does it, and so does python app.py migrate."


class Examination:
    """One database, looked at without changing it: tables that are old stay as they are."""

    def __init__(self, url: str, *, keys: Callable[[], Keys | None], ids: Callable[[], UUID]) -> None:
        """Take how the keys are read as well: that they cannot be is a finding like any other."""
        self._url, self._keys, self._ids = url, keys, ids

    def findings(self) -> Iterator[Finding]:
        """Tell how the database is, as far as one can get."""
        file = _file(self._url)
        if isinstance(file, Finding):
            yield file
        elif file is not None and not file.exists():
            yield _not_there_yet(file)
            yield from self._key_findings(None)
        else:
            yield from self._looked_into()

    def chosen(self, team_id: str) -> Workspace | None:
        """Return what was chosen for a Slack team in /deal settings; None where the database cannot tell."""
        file = _file(self._url)
        if isinstance(file, Finding) or (file is not None and not file.exists()):
            return None
        try:
            storage = open_storage(self._url, ids=self._ids)
            try:
                return storage.workspaces.find(team_id)
            finally:
                storage.close()
        except StorageError:
            return None

    def _looked_into(self) -> Iterator[Finding]:
        try:
            storage = open_storage(self._url, ids=self._ids, keys=self._read_keys())
        except StorageError as trouble:
            yield wrong(DATABASE, str(trouble), "Set DATABASE_URL: sqlite:///baton.db")
            return
        try:
            yield _written(storage, self._url)
            standing = _tables(storage)
            yield standing
            # Secrets stand in tables: where those are older, nobody can tell yet.
            yield from self._key_findings(storage if standing.words.startswith("They are") else None)
            if standing.verdict is Verdict.OK:
                yield from _systems(storage)
        except StorageError as trouble:
            yield wrong(DATABASE, str(trouble), "See to the database, then look again.")
        finally:
            storage.close()

    def _read_keys(self) -> Keys | None:
        try:
            return self._keys()
        except StorageError:
            return None

    def _key_findings(self, storage: Storage | None) -> Iterator[Finding]:
        try:
            keys = self._keys()
        except StorageError as trouble:
            yield wrong(KEYS, str(trouble), "Mend BATON_ENCRYPTION_KEYS: what they sealed cannot be read without them.")
            return
        problem = storage.tokens.problem() if storage else None
        if problem:
            yield wrong(KEYS, problem, "Put that key behind the others in BATON_ENCRYPTION_KEYS.")
        elif keys is None:
            yield fine(KEYS, "There are none, and nothing is sealed.")
        else:
            yield fine(KEYS, f"Secrets are sealed with key {keys.first.id}, and all of them can be opened.")


def _systems(storage: Storage) -> Iterator[Finding]:
    """Tell which systems were connected in Slack, and which of them nobody hears."""
    with storage.database.reading() as connection:
        every = list(connected_systems(connection))
    if not every:
        yield fine(SYSTEMS, "None is connected. Admins connect one in /deal settings, where encryption keys are set.")
        return
    yield fine(SYSTEMS, f"{len(every)} connected: {', '.join(sorted({each.source for each in every}))}.")
    for each in every:
        if each.refused_at and (each.heard_at is None or each.heard_at < each.refused_at):
            words = f"What {each.source} of workspace {each.workspace_id} sent last was refused: {each.refused_why}."
            yield doubtful(SYSTEMS, words, "/deal settings connections says why; New secret… gives it another one.")


def playbooks(folder: Path | None) -> Iterator[Finding]:
    """Tell of each playbook that cannot be used, by file and line."""
    if folder is None:
        yield fine(PLAYBOOKS, f"The {len(built_in())} that come with Baton are in force.")
        return
    try:
        good, problems = read_files(playbook_files(folder))
    except BadPlaybook as bad:
        good, problems = [], list(bad.problems)
    for problem in problems:
        yield wrong(PLAYBOOKS, str(problem), f"Mend it, and try: python app.py playbook check {folder}")
    if good and not problems:
        yield fine(PLAYBOOKS, f"{', '.join(sorted(each.kind for each in good))}: all can be used.")


def _file(url: str) -> Path | Finding | None:
    try:
        name = file_of(url)
    except StorageError as trouble:
        return wrong(DATABASE, str(trouble), "Set DATABASE_URL: sqlite:///baton.db")
    return Path(name) if name else None


def _not_there_yet(file: Path) -> Finding:
    folder = file.absolute().parent
    if not os.access(folder, os.W_OK):
        return wrong(
            DATABASE, f"The folder {folder} is not there or cannot be written.", "Name another in DATABASE_URL."
        )
    return doubtful(DATABASE, f"{file} is not there yet.", BY_ITSELF)


def _written(storage: Storage, url: str) -> Finding:
    """Begin to write and take it back; a copy that follows another server can only be read."""
    with storage.database.prompt().writing() as connection:
        if connection.dialect.name == "postgresql":
            is_read_only = connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on"
            words = "PostgreSQL can be reached and written; any number of processes may serve it."
            if is_read_only:
                return wrong(DATABASE, "PostgreSQL can be read and not written.", "Name its primary in DATABASE_URL.")
            return fine(DATABASE, words)
    words = f"{file_of(url) or 'SQLite in memory'} can be written. One process serves it; for several use PostgreSQL."
    return fine(DATABASE, words)


def _tables(storage: Storage) -> Finding:
    stands_at = current(storage.engine)
    if stands_at == newest():
        return fine(TABLES, f"They are as this version needs them (revision {stands_at}).")
    if stands_at is None:
        return doubtful(TABLES, "There are none yet.", BY_ITSELF)
    if not is_known(stands_at):
        words = f"A newer Baton has changed them (revision {stands_at})."
        return wrong(TABLES, words, "Run that version, or restore a backup of before.")
    words = f"They are of an older version (revision {stands_at} of {newest()})."
    return doubtful(TABLES, words, f"python app.py backup FILE first, then: {BY_ITSELF[0].lower()}{BY_ITSELF[1:]}")
