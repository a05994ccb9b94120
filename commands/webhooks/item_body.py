"""The bodies of events about one line of a checklist, or about a deal that is not won any more."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from bot.incoming import ItemNews, PersonRef, Unwon
from commands.webhooks.fields import Custom, Id, MaybeEmail, MaybeText, Moment, Source, fault

UNWON = "deal.unwon"
ITEM_EVENTS = ("item.done", "item.reopened")


def _evidence(value: object) -> object:
    """Take a number as the text that it is: counts and order numbers come as either."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _reason(value: object, info: ValidationInfo) -> object:
    if value in (None, "") and (info.context or {}).get("event") == "item.reopened":
        raise fault('is missing: say why the line is open again, such as "the permit was rejected".')
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class GiverPart(_Part):
    """Who says so there; somebody whom Slack does not know is nobody."""

    email: MaybeEmail = None


class DealPart(_Part):
    """The deal, by the id under which it was told of."""

    id: Id


class ItemPart(_Part):
    """The line, by its key in the playbook."""

    key: Id
    evidence: Annotated[MaybeText, BeforeValidator(_evidence)] = None
    parts: Custom = None
    reason: Annotated[MaybeText, BeforeValidator(_reason)] = None
    by: GiverPart | None = None


class ItemBody(_Part):
    """The whole of it."""

    occurred_at: Moment
    source: Source
    deal: DealPart
    item: ItemPart

    def news(self, event: str, now: datetime) -> ItemNews:
        is_done = event == "item.done"
        email = self.item.by.email if self.item.by else None
        return ItemNews(
            source=self.source,
            external_id=self.deal.id,
            key=self.item.key,
            is_done=is_done,
            text=(self.item.evidence if is_done else self.item.reason) or "",
            parts=tuple((self.item.parts or {}).items()),
            by=PersonRef(email) if email else None,
            occurred_at=self.occurred_at,
            heard_at=now,
        )


def context_for(event: str) -> dict[str, Any]:
    """Return what the fields must know of the event that they stand in."""
    return {"event": event}


class UnwonPart(DealPart):
    """The deal that is not won any more, and why."""

    reason: MaybeText = None


class UnwonBody(_Part):
    """The whole of it."""

    occurred_at: Moment
    source: Source
    deal: UnwonPart

    def news(self, _event: str, _now: datetime) -> Unwon:
        return Unwon(self.source, self.deal.id, self.deal.reason or "", self.occurred_at)
