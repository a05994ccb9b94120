"""What one import is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.model import UserId, WorkspaceId


@dataclass(frozen=True, slots=True)
class Options:
    """The command line of ``import``, as words; empty text and None mean "not said".

    ``owner_id`` owns every imported deal for which the file names nobody that is found. ``people`` finds a Slack id by
    lower-case email. ``kinds`` are those that have a playbook; none given: any kind will do. ``source`` keeps the ids of
    two systems apart; without it the preset's name or "csv" stands.
    """

    path: Path
    workspace_id: WorkspaceId
    owner_id: UserId
    kind: str
    map: str = ""
    preset: str = ""
    id: str = ""
    source: str = ""
    currency: str = ""
    decimal: str = ""
    date_format: str = ""
    encoding: str = ""
    won_values: tuple[str, ...] = ()
    won_since: date | None = None
    limit: int | None = None
    is_dry_run: bool = False
    rejects: Path | None = None
    kinds: tuple[str, ...] = ()
    people: Mapping[str, UserId] = field(default_factory=dict)
