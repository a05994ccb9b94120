"""The shape of what Slack sends, as far as anybody here or in Bolt looks into it. Pure."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Id = Annotated[str, Field(max_length=255, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=40_000, pattern=r"^[^\x00]*$")]
"""No NUL: no keyboard writes one, and PostgreSQL would refuse the whole of what it stands in."""


class Shape(BaseModel):
    """A part of a payload; what nobody looks at may be there and may be anything."""

    model_config = ConfigDict(extra="ignore", strict=True)


class Named(Shape):
    """Whatever Slack draws with an id."""

    id: Id | None = None
    team_id: Id | None = None


class Somebody(Named):
    """Who did it."""

    id: Id


Drawn = Id | Named | None


class Option(Shape):
    """What was picked in a menu."""

    value: Text | None = None


class Action(Shape):
    """What was pressed or picked."""

    action_id: Id
    block_id: Id | None = None
    type: Id | None = None
    value: Text | None = None
    action_ts: Id | None = None
    selected_option: Option | None = None


class Element(Shape):
    """A field as it was filled in."""

    value: Text | None = None
    selected_option: Option | None = None
    selected_user: Id | None = None
    selected_date: Id | None = None
    selected_conversation: Id | None = None


class State(Shape):
    """All fields of a form, by block and element."""

    values: dict[Id, dict[Id, Element]] = Field(default_factory=dict)


class Block(Shape):
    """A part of a form."""

    type: Id
    block_id: Id | None = None


class View(Named):
    """A form, or the Home tab."""

    type: Id | None = None
    callback_id: Id | None = None
    app_installed_team_id: Id | None = None


class Container(Shape):
    """Where a pressed button stands."""

    channel_id: Id | None = None
    message_ts: Id | None = None
    view_id: Id | None = None
    is_ephemeral: bool | None = None


class Metadata(Shape):
    """What an app attached to a message of its own."""

    event_type: Id | None = None
    event_payload: dict[str, Any] | None = None


class Message(Shape):
    """A message inside of an event about it."""

    user: Drawn = None
    bot_id: Id | None = None
    ts: Id | None = None
    metadata: Metadata | None = None


class Event(Message):
    """What happened."""

    type: Id
    subtype: Id | None = None
    channel: Drawn = None
    channel_type: Id | None = None
    channel_id: Id | None = None
    team: Drawn = None
    user_id: Id | None = None
    thread_ts: Id | None = None
    text: Text | None = None
    enterprise: Drawn = None
    message: Message | None = None
    previous_message: Message | None = None
    item: dict[str, Any] | None = None


class Authorization(Shape):
    """Where the app is installed that is told of an event."""

    team_id: Id | None = None
    enterprise_id: Id | None = None
    user_id: Id | None = None
    is_enterprise_install: bool | None = None


class Url(Shape):
    """One-time addresses that come with a form."""

    response_url: Text | None = None


class Payload(Shape):
    """What every kind of payload may hold and Bolt looks at, whatever the kind."""

    type: Id | None = None
    team: Drawn = None
    team_id: Id | None = None
    user: Drawn = None
    user_id: Id | None = None
    enterprise: Drawn = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool | Id | None = None
    api_app_id: Id | None = None
    channel: Drawn = None
    channel_id: Id | None = None
    trigger_id: Id | None = None
    callback_id: Id | None = None
    action_id: Id | None = None
    response_url: Text | None = None
    # Two or more would have Bolt write to a log that it has not got yet.
    response_urls: Annotated[list[Url], Field(max_length=1)] | None = None
    authorizations: list[Authorization] | None = None
    # Not null: Bolt looks into it wherever its name stands.
    view: View = Field(default_factory=View)
    message: Message | None = None
    container: Container | None = None
    event: Event | None = None
    actions: Annotated[list[Action], Field(min_length=1)] | None = None
    function_data: dict[str, Any] | None = None
    challenge: Text | None = None


class Command(Payload):
    """Something typed after the slash command."""

    command: Id
    text: Text | None = None
    channel_id: Id
    user_id: Id
    trigger_id: Id


class Press(Payload):
    """A button pressed or a menu used."""

    user: Somebody
    channel: Named | None = None
    actions: Annotated[list[Action], Field(min_length=1)]
    trigger_id: Id


class Home(Named):
    """The workspace that a shortcut was started in."""

    domain: Id | None = None


class Words(Message):
    """The message that a shortcut was started on."""

    text: Text | None = None
    thread_ts: Id | None = None


class Start(Payload):
    """A shortcut started, from the menu of the workspace or of a message."""

    team: Home | None = None
    user: Somebody
    channel: Named | None = None
    callback_id: Id
    trigger_id: Id
    action_ts: Id | None = None
    message: Words | None = None
    message_ts: Id | None = None


class Form(View):
    """A form as it was submitted: one that asks for something, since a refusal stands beside a field."""

    id: Id
    type: Literal["modal"]
    callback_id: Id
    private_metadata: Text
    blocks: list[Block]
    state: State

    @model_validator(mode="after")
    def _asks_for_something(self) -> "Form":
        if not any(each.type == "input" and each.block_id is not None for each in self.blocks):
            raise ValueError("no field")
        return self


class Submission(Payload):
    """A form submitted."""

    user: Somebody
    view: Form


class Happening(Payload):
    """An event."""

    event: Event


class Step(Payload):
    """A step of a workflow; none of ours, but Bolt looks for it wherever the kind says so."""

    workflow_step: dict[str, Any]


KINDS: Mapping[str, type[Payload]] = {
    "block_actions": Press,
    # What buttons were before blocks; none of ours, but Bolt looks for the button in it all the same.
    "interactive_message": Press,
    "shortcut": Start,
    "message_action": Start,
    "view_submission": Submission,
    "event_callback": Happening,
    "workflow_step_edit": Step,
}


def flaw(body: Mapping[str, Any]) -> str | None:
    """Return the first place in a body that is not as Slack writes it; None where all is well.

    A signature says who wrote it, not what. Nobody in here asks for the type of what Slack sends, and Bolt neither.
    """
    said = body.get("type")
    shape = Command if "command" in body else KINDS.get(said, Payload) if isinstance(said, str) else Payload
    try:
        shape.model_validate(body)
    except ValidationError as error:
        return ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"]) or "body"
    return None
