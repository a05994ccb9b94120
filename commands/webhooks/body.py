"""The body of the generic webhook: from JSON to what another system says about a deal, or to the fields at fault."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from bot.incoming import Incoming, ItemNews, PersonRef, Unwon
from bot.model import Facts, Promise
from commands.importing.facts import quoted
from commands.webhooks.fields import (
    Custom,
    Id,
    MaybeAmount,
    MaybeCurrency,
    MaybeDay,
    MaybeEmail,
    MaybeMoment,
    MaybeName,
    MaybeText,
    MaybeUrl,
    Moment,
    Source,
    Words,
    fault,
)
from commands.webhooks.item_body import ITEM_EVENTS, UNWON, ItemBody, UnwonBody, context_for

EVENTS = ("deal.won", "deal.updated", UNWON, *ITEM_EVENTS)
MOST_PROMISES = 100
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field and a sentence about it; the body as a whole has no name."""

    field: str
    problem: str


class NotJson(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """The body is no JSON; says where."""


class Invalid(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """The body is JSON, but not what we take."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__(f"{len(faults)} fields at fault")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class News:
    """What a body says: the event's name, and the deal or the line that it is about."""

    event: str
    incoming: Incoming | ItemNews | Unwon


def read_body(raw: bytes, *, now: datetime) -> News:
    """Read a body; raise NotJson or Invalid. News from more than a day ahead would outlive every correction."""
    data = _json(raw)
    if not isinstance(data, dict):
        raise Invalid(FieldFault("", 'The body must be an object such as {"event": "deal.won", …}.'))
    event = _event(data.get("event"))
    shape: type[Body | ItemBody | UnwonBody] = (
        ItemBody if event in ITEM_EVENTS else UnwonBody if event == UNWON else Body
    )
    try:
        body = shape.model_validate(data, context=context_for(event))
    except ValidationError as error:
        raise Invalid(*(_field_fault(one) for one in error.errors(include_url=False, include_input=False))) from error
    if body.occurred_at > now + CLOCKS_DIFFER:
        raise Invalid(FieldFault("occurred_at", "occurred_at lies in the future; give the moment when it happened."))
    return News(event, body.incoming() if isinstance(body, Body) else body.news(event, now))


def _promises(value: object) -> object:
    if value is None:
        return []
    if not isinstance(value, list):
        raise fault('must be a list such as [{"text": "Live by May", "due_on": "2027-05-01"}].')
    if len(value) > MOST_PROMISES:
        raise fault(f"has {len(value):,} entries; at most {MOST_PROMISES} work.")
    return value


class Part(BaseModel):
    """A part of the body; what we do not know in it is no fault."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class PersonPart(Part):
    """Somebody, by email or at least by name."""

    email: MaybeEmail = None
    name: MaybeText = None

    def ref(self) -> PersonRef | None:
        return PersonRef(self.email, self.name) if self.email or self.name else None


class AccountPart(Part):
    """The customer."""

    name: Words


class PromisePart(Part):
    """What the customer was promised."""

    text: Words
    due_on: MaybeDay = None


class DealPart(Part):
    """The deal and its facts."""

    id: Id
    name: Words
    account: AccountPart
    kind: MaybeName = None
    url: MaybeUrl = None
    amount_minor: MaybeAmount = None
    currency: MaybeCurrency = Field(None, validate_default=True)
    won_at: MaybeMoment = None
    promised_on: MaybeDay = None
    seller: PersonPart | None = None
    owner: PersonPart | None = None
    promises: Annotated[list[PromisePart], BeforeValidator(_promises)] = Field(default_factory=list)
    custom: Custom = None

    def facts(self) -> Facts:
        return Facts(
            name=self.name,
            account=self.account.name,
            amount_minor=self.amount_minor,
            currency=self.currency,
            url=self.url,
            won_at=self.won_at,
            promised_on=self.promised_on,
            promises=tuple(Promise(one.text, one.due_on) for one in self.promises),
            custom=tuple((self.custom or {}).items()),
        )


class Body(Part):
    """The whole of it."""

    occurred_at: Moment
    source: Source
    deal: DealPart

    def incoming(self) -> Incoming:
        return Incoming(
            source=self.source,
            external_id=self.deal.id,
            kind=self.deal.kind,
            facts=self.deal.facts(),
            occurred_at=self.occurred_at,
            seller=self.deal.seller.ref() if self.deal.seller else None,
            owner=self.deal.owner.ref() if self.deal.owner else None,
        )


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise NotJson(f"The body is not UTF-8 text: byte {error.start + 1} does not fit.") from error
    except json.JSONDecodeError as error:
        raise NotJson(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise NotJson("The body is nested too deeply to be read.") from error
    except ValueError as error:
        raise NotJson("The body holds a number that cannot be read.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _event(said: object) -> str:
    known = f"{', '.join(EVENTS[:-1])} and {EVENTS[-1]}"
    if isinstance(said, str) and said in EVENTS:
        return said
    shown = f"{quoted(said)} is not known" if isinstance(said, str) else "is missing" if said is None else "is not text"
    raise Invalid(FieldFault("event", f"event {shown}; {known} are taken."))


def _field_fault(error: ErrorDetails) -> FieldFault:
    """Say a fault of the shape in our words; the words of our own faults stay."""
    field = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "baton":
            return FieldFault(field, f"{field} {error['msg']}")
        case "missing":
            return FieldFault(field, f"{field} is missing.")
        case "model_type" | "model_attributes_type":
            return FieldFault(field, f'{field} must be an object such as {{"name": "…"}}.')
        case _:
            return FieldFault(field, f"{field} cannot be used: {error['msg']}.")
