"""Known shapes of files, so that nobody has to map them by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from commands.importing.failure import CannotImport


class Field(StrEnum):
    """What a column may be for us."""

    NAME = "name"
    ACCOUNT = "account"
    AMOUNT = "amount"
    CURRENCY = "currency"
    WON_AT = "won_at"
    PROMISED_ON = "promised_on"
    STAGE = "stage"
    SELLER = "seller"
    OWNER = "owner"
    ID = "id"
    URL = "url"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Preset:
    """How one kind of file is read. A map's value is a column, or a text with columns in braces."""

    source: str = "csv"
    map: Mapping[Field, str] = field(default_factory=dict)
    date_format: str = "YYYY-MM-DD"
    currency: str = ""
    won_values: tuple[str, ...] = ("won", "closed won")


PLAIN = Preset()
MAVEN = Preset(
    source="maven",
    map={
        Field.ID: "opportunity_id",
        Field.NAME: "{account} · {product}",
        Field.ACCOUNT: "account",
        Field.SELLER: "sales_agent",
        Field.STAGE: "deal_stage",
        Field.WON_AT: "close_date",
        Field.AMOUNT: "close_value",
    },
    date_format="M/D/YYYY",
    currency="USD",
    won_values=("won",),
)
PRESETS: Mapping[str, Preset] = {"maven": MAVEN}


def preset_named(name: str) -> Preset:
    """Return a preset, the plain one without a name; raise CannotImport for a name that is none."""
    if not name:
        return PLAIN
    if name not in PRESETS:
        raise CannotImport(f"“{name}” is not a preset; {', '.join(PRESETS)} is. Without one, use --map.")
    return PRESETS[name]
