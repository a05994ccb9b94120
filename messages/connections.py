"""The systems that tell of deals, for admins: each with its address, and what last came; a secret is shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.connected import Connection
from messages import ids
from messages.blocks import Block, actions, button, choice_input, field, modal, section, text_input
from messages.escaping import Mrkdwn, code
from messages.message import Message, message
from messages.words import label, words

SOURCE, OLD, NAME = "source", "old", "name"
"""Names of fields."""
KEEPS, ENDS = "keep", "end"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection with the address that its system sends to."""

    connection: Connection
    address: str


def listed(found: Sequence[Shown], zone: str, now: datetime) -> Message:
    """List the systems, each with what can be done about it."""
    head = words("settings/connections#head", n=len(found))
    texts, blocks = [head], [section(head)]
    for each in found:
        texts.append(_about(each, zone, now))
        blocks += [section(texts[-1]), actions(*_buttons(each.connection))]
    blocks.append(actions(button(label("connections#add"), ids.CONNECTION_ADD, "add")))
    return message(Mrkdwn("\n".join(texts)), blocks)


def form(connection_id: UUID) -> Block:
    """Ask what a new system is called; by the id the same form is known when it comes twice."""
    asked = text_input(placeholder="erp", most=LONGEST_NAME)
    name = field(SOURCE, label("connections#source"), asked, hint=label("connections#source_hint"))
    return modal(
        label("connections#title_add"),
        callback_id=ids.FORM_CONNECTION,
        metadata=connection_id.hex,
        submit=label("connections#connect"),
        blocks=[section(words("settings/connections#about")), name],
    )


def connected(shown: Shown, secret: str, zone: str) -> Block:
    """Show the address and the secret in place of the form: the only time that anybody sees it."""
    old_until = shown.connection.old_until
    text = words("settings/connections#connected", source=shown.connection.source, old_until=old_until, zone=zone)
    parts = [
        text,
        words("settings/connections#address", address=code(shown.address)),
        words("settings/connections#secret", secret=code(secret)),
        words("settings/connections#signing"),
    ]
    return _closing(label("connections#title_secret"), ids.FORM_CONNECTION, parts)


def renew_form(connection: Connection, seen: int) -> Block:
    """Ask whether the secret in force stays good for a while; ``seen`` is the last change that the form knows of."""
    choices = ((KEEPS, label("connections#old_keeps")), (ENDS, label("connections#old_ends")))
    asked = field(OLD, label("connections#old"), choice_input(choices, KEEPS))
    return modal(
        label("connections#title_renew"),
        callback_id=ids.FORM_CONNECTION_RENEW,
        metadata=f"{connection.id.hex}|{seen}",
        submit=label("connections#renew"),
        blocks=[section(words("settings/connections#about_renewing", source=connection.source)), asked],
    )


def remove_form(connection: Connection) -> Block:
    """Ask once more before a system is shut out."""
    return modal(
        label("connections#title_remove"),
        callback_id=ids.FORM_CONNECTION_REMOVE,
        metadata=connection.id.hex,
        submit=label("connections#remove"),
        blocks=[
            section(words("settings/connections#about_removing", source=connection.source)),
            field(NAME, label("connections#name", source=connection.source), text_input(most=LONGEST_NAME)),
        ],
    )


def removed(connection: Connection) -> Block:
    """Say in place of the form that nothing comes in there any more."""
    parts = [words("settings/connections#removed", source=connection.source)]
    return _closing(label("connections#title_removed"), ids.FORM_CONNECTION_REMOVE, parts)


def other_name(source: str) -> str:
    """Ask for the name of the very system that would be removed."""
    return label("connections#other_name", source=source)


def no_name() -> str:
    """Say what a system may be called."""
    return label("connections#no_name")


def _closing(title: str, callback_id: str, parts: Sequence[Mrkdwn]) -> Block:
    return modal(title, callback_id=callback_id, metadata="", submit=None, blocks=[section(each) for each in parts])


def _about(shown: Shown, zone: str, now: datetime) -> Mrkdwn:
    one = shown.connection
    return words(
        "settings/connections#connection",
        source=one.source,
        address=code(shown.address),
        by=one.made_by,
        secret_at=one.secret_at,
        old_until=one.old_until if one.has_old(now) else None,
        heard_at=one.heard_at,
        refused_at=one.refused_at,
        why=words(f"settings/connections#{one.refused_why}") if one.refused_why else None,
        zone=zone,
        now=now,
    )


def _buttons(connection: Connection) -> Sequence[Block]:
    about, value = connection.source, connection.id.hex
    return (
        button(label("connections#renew_form"), ids.CONNECTION_RENEW, value, about=about),
        button(label("connections#remove_form"), ids.CONNECTION_REMOVE, value, about=about),
    )
