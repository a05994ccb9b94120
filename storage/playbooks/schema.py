"""The fields of a playbook file: what may stand in each, and what it means."""

from collections.abc import Mapping
from datetime import date
from re import Pattern
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.playbook import Tell, Where
from storage.playbooks import wording


def spelled(pattern: Pattern[str]) -> Any:
    """Tell editors the spelling that ``wording`` checks: its sentences say more than a pattern that does not match."""
    return Field(json_schema_extra={"pattern": f"^({pattern.pattern})$"})


Evidence = Literal["link", "file", "number", "date", "form", "count", "text", "promises", "promises_answered", "none"]
Key = Annotated[str, AfterValidator(wording.key), spelled(wording.KEY)]
Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(wording.line)]
Hours = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]

EXAMPLES: Mapping[str, str] = {
    "kind": "site-installation",
    "title": "Book the kick-off",
    "owner_function": "delivery",
    "owner_by_amount": "[{above_minor: 5000000, function: sales}]",
    "above_minor": "5000000",
    "channel_name": "deal-{account}-{short}",
    "channel_above_minor": "500000",
    "is_private": "true",
    "private_above_minor": "10000000",
    "welcome": "Everything about this deal happens here",
    "functions": "sales: {label: Sales, usergroup: sales}",
    "label": "Sales",
    "usergroup": "sales",
    "email": "kim@example.com",
    "crm_field": "finance_lead",
    "takes_turns": "true",
    "items": "- {key: contract, function: sales, title: Attach the contract}",
    "key": "contract",
    "function": "sales",
    "due": "won + 2",
    "evidence": "link",
    "at_least": "4",
    "may_be_none": "true",
    "parts": "[Who decides, What success is]",
    "accepted_by": "delivery",
    "waits_for": "[contract]",
    "is_gate": "true",
    "facts": "- {key: billing_contact, label: the billing contact}",
    "calendars": "field: {week: mon-sat 7-16, region: DE-BY}",
    "week": "mon-sat 7-16",
    "region": "DE-BY",
    "holidays": "[2026-12-24, 2026-12-31]",
    "ladder": "item_due: {rungs: [{tell: [holder], where: private}]}",
    "opens_after_hours": "4",
    "longest_snooze_days": "5",
    "otherwise": "lead",
    "archive_after_days": "14",
    "rungs": "[{tell: [holder], where: private}]",
    "tell": "[holder, lead]",
    "where": "private",
    "after_hours": "8",
    "next_morning": "true",
    "asks_decision": "true",
    "gates_only": "true",
}
"""One value that works for each field, for the sentence that says so."""


class _Fields(BaseModel):
    # Strict, so that YAML's idea of a word (no, on, 2026-01-01) is explained and never quietly converted.
    # An optional text is "" when it is left out, so that an empty line in the file is a fault and not a choice.
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, frozen=True)


class FunctionFields(_Fields):
    label: Annotated[
        str, Field(min_length=1, max_length=40, description="its name for people"), AfterValidator(wording.line)
    ]
    usergroup: Annotated[
        str,
        Field(description="handle of a Slack user group, without `@`; its first active member is the lead"),
        AfterValidator(wording.handle),
        spelled(wording.HANDLE),
    ] = ""
    email: Annotated[
        str,
        Field(description="instead: the address of the one person who leads"),
        AfterValidator(wording.email),
        spelled(wording.EMAIL),
    ] = ""
    crm_field: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100,
            description="the CRM's own field that names the lead of a deal by email, if any",
        ),
        AfterValidator(wording.line),
    ] = ""
    takes_turns: Annotated[
        bool, Field(description="the members of `usergroup` lead in turn, one deal each; who is away is passed over")
    ] = False


class CalendarFields(_Fields):
    week: Annotated[
        str, Field(description="its days and hours, as in `/deal hours`"), AfterValidator(wording.working_week)
    ] = ""
    region: Annotated[
        str,
        Field(description="whose public holidays it has: a country, or a part of one"),
        AfterValidator(wording.region),
    ] = ""
    holidays: Annotated[
        list[Annotated[date, BeforeValidator(wording.day)]],
        # No more: in a year of a week with one working day some of those are always left to count.
        Field(max_length=40, description="days of its own on which it does not work; up to 40"),
    ] = []


class ItemFields(_Fields):
    key: Annotated[Key, Field(description="its short name in this file, such as `site_survey`")]
    function: Annotated[Key, Field(description="who does it")]
    title: Annotated[Line, Field(description="what is true when it is done, in 3 to 9 words")]
    due: Annotated[str, Field(description="by when, see below"), AfterValidator(wording.due), spelled(wording.DUE)] = ""
    evidence: Annotated[Evidence, Field(description="what is given when it is done")] = "none"
    at_least: Annotated[
        int, Field(ge=1, le=1000, description="how many there must be, where the evidence is a `count`")
    ] = 0
    parts: Annotated[
        list[Line], Field(max_length=20, description="what it must say, part by part, where the evidence is a `form`")
    ] = []
    crm_field: Annotated[
        str,
        Field(
            min_length=1, max_length=100, description="the CRM's own field that is the evidence as soon as it is filled"
        ),
        AfterValidator(wording.line),
    ] = ""
    may_be_none: Annotated[
        bool, Field(description="saying that there is none, and why, is evidence as well: `none: no grant is open`")
    ] = False
    accepted_by: Annotated[
        Key,
        Field(
            description="the function that receives it: the item ends when that function accepts, and can be sent back"
        ),
    ] = ""
    waits_for: Annotated[
        list[Key],
        Field(
            description="keys of items that must end first; until then this one has no due moment and cannot be late"
        ),
    ] = []
    is_gate: Annotated[
        bool, Field(description="other work stands still without it, so leadership hears when it stays late")
    ] = False


class FactFields(_Fields):
    key: Annotated[
        Key,
        Field(
            description="`amount`, `promised_on`, `url`, or a name of your own for one of the CRM's own fields, "
            "such as `billing_contact`"
        ),
    ]
    label: Annotated[
        str,
        Field(min_length=1, max_length=80, description="what it is called in a sentence, such as `the site address`"),
        AfterValidator(wording.line),
    ]
    crm_field: Annotated[
        str,
        Field(min_length=1, max_length=100, description="the CRM's own field, where it is not called as the key"),
        AfterValidator(wording.line),
    ] = ""
    function: Annotated[Key, Field(description="whose lead says it; without it whoever sold the deal")] = ""
    due: Annotated[
        str,
        Field(description="by when, counted from `won` or `promised`"),
        AfterValidator(wording.due),
        spelled(wording.DUE),
    ] = "won + 1"
    evidence: Annotated[
        Literal["text", "link", "file", "number", "date"],
        Field(description="what it is; of the first three keys it is known"),
    ] = "text"


class RungFields(_Fields):
    tell: Annotated[
        list[Annotated[Tell, Field(strict=False)]],
        Field(
            min_length=1,
            description="who is mentioned, the one who must act first: "
            "`holder`, `owner`, `seller`, `lead`, `leadership`",
        ),
    ]
    where: Annotated[Where, Field(strict=False, description="`private`, `channel` or `leadership`")]
    after_hours: Annotated[Hours, Field(description="working hours since the rung before; 8 are one working day")] = 0.0
    next_morning: Annotated[
        bool, Field(description="where a whole day was named: 10:00 on the next working day instead")
    ] = False
    asks_decision: Annotated[bool, Field(description="the message asks the first of `tell` for a decision")] = False
    gates_only: Annotated[bool, Field(description="fires only for an item that is a gate")] = False


class RungsFields(_Fields):
    opens_after_hours: Annotated[Hours, Field(description="working hours that pass before anything counts as late")] = (
        0.0
    )
    rungs: Annotated[list[RungFields], Field(min_length=1, max_length=10, description="one to ten of them")]


class OwnerFields(_Fields):
    above_minor: Annotated[
        int,
        Field(ge=1, description="for amounts above this, in the currency's minor unit; the highest that fits counts"),
    ]
    function: Annotated[Key, Field(description="the function whose lead is offered the deal then")]


class PlaybookFields(_Fields):
    kind: Annotated[
        str,
        Field(description="what the CRM calls such a deal: lower-case words joined by hyphens"),
        AfterValidator(wording.kind),
        spelled(wording.KIND),
    ]
    title: Annotated[Line, Field(description="its name for people")]
    owner_function: Annotated[Key, Field(description="the function whose lead is offered the deal")]
    owner_by_amount: Annotated[
        list[OwnerFields],
        Field(max_length=5, description="other functions whose lead is offered the deal, by its amount"),
    ] = []
    functions: Annotated[
        dict[str, FunctionFields],
        Field(min_length=1, max_length=20, description="who takes part, by key; up to 20"),
    ]
    items: Annotated[
        list[ItemFields],
        Field(min_length=1, max_length=100, description="the checklist, in the order people see it; up to 100"),
    ]
    facts: Annotated[
        list[FactFields],
        Field(
            max_length=20, description="what must be known of each deal; what the CRM lacks becomes an item; up to 20"
        ),
    ] = []
    ladder: Annotated[
        dict[str, RungsFields],
        Field(description="what happens when something is late, where it differs from the default"),
    ] = {}
    calendars: Annotated[
        dict[str, CalendarFields],
        Field(description="the working week and days off of functions, by key, where they are not everybody's"),
    ] = {}
    longest_snooze_days: Annotated[
        int,
        Field(
            ge=0,
            le=20,
            description="for how many working days in all a question can be put off; `0`: not at all",
        ),
    ] = 5
    otherwise: Annotated[
        str,
        Field(
            min_length=1,
            max_length=120,
            description="what happens when a step is not kept for which nothing was agreed: `lead` (it goes to the "
            "lead), `decide` (the lead decides) or a line that is announced",
        ),
        AfterValidator(wording.otherwise),
    ] = ""
    archive_after_days: Annotated[
        int,
        Field(ge=0, le=365, description="days until the channel of a stopped or closed deal is archived; `0`: never"),
    ] = 14
    channel_name: Annotated[
        str, Field(description="the name of each deal's channel"), AfterValidator(wording.channel_name)
    ] = "deal-{account}-{short}"
    channel_above_minor: Annotated[
        int,
        Field(
            ge=1,
            description="a channel only for amounts above this, in the currency's minor unit (500000 is 5,000.00)",
        ),
    ] = 0
    is_private: Annotated[bool, Field(description="the channel is private")] = False
    private_above_minor: Annotated[
        int, Field(ge=1, description="the channel is private for amounts above this, in the currency's minor unit")
    ] = 0
    welcome: Annotated[
        str,
        Field(min_length=1, max_length=2000, description="what the channel says first"),
        AfterValidator(wording.welcome),
    ] = ""


def field_names(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the fields that may stand under a path of the file."""
    within: Mapping[str, type[_Fields]] = {
        "calendars": CalendarFields,
        "functions": FunctionFields,
        "facts": FactFields,
        "items": ItemFields,
        "owner_by_amount": OwnerFields,
        "ladder": RungsFields,
    }
    match path:
        case ("ladder", _, "rungs", _):
            return tuple(RungFields.model_fields)
        case (str(field), _) if field in within:
            return tuple(within[field].model_fields)
        case _:
            return tuple(PlaybookFields.model_fields)
