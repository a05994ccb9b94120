"""What people do on the page, as its forms send it: turned into the acts that the sandbox knows."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.block_kit.find import find_element
from sandbox.block_kit.values import HOLDS
from sandbox.control.acting import perform
from sandbox.errors import Json, Refused
from sandbox.page.filled import Form, values_of
from sandbox.page.memory import Problem
from sandbox.page.visit import HOME, Visit

Translation = Callable[[Visit, Form], tuple[str, Json]]


async def act(visit: Visit, name: str, form: Form) -> Json:
    """Do what was asked for; the answer is the sandbox's, with `ok` and an `error` as Slack words it."""
    if visit.person is None:
        raise Refused("Nobody is here yet who could do that.")
    # Putting a message away is nobody's act in Slack: no app hears of it, and no log shows it.
    if name == "dismiss":
        return _dismiss(visit, only(form, "ts"))
    # An unknown name comes from a script, since the page has no button for it; it gets a sentence all the same.
    if name not in TRANSLATIONS:
        raise Refused(f"People do not {name!r} on this page.", 404)
    act_name, facts = TRANSLATIONS[name](visit, form)
    answer = await perform(visit.world, act_name, {"user": visit.person.id, **facts})
    if name == "submit":
        _remember(visit, facts["view_id"], answer.get("errors") or {})
    return answer


def _remember(visit: Visit, view_id: str, errors: Mapping[str, str]) -> None:
    """Keep what is wrong with a form, so that it is drawn under the fields until the form is sent again or changes."""
    # The app may have closed or replaced the form in the same answer.
    view = visit.world.team.views.get(view_id)
    if view and errors:
        visit.memory.problems[view_id] = Problem(view.hash, errors)
    else:
        visit.memory.problems.pop(view_id, None)


def only(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0]


def _where(visit: Visit) -> str:
    """Name the channel; the bot's user stands for direct messages with the app that nobody has opened yet."""
    if visit.place == HOME:
        raise Refused("Nobody writes in the Home tab; choose a channel.")
    return visit.channel.id if visit.channel else visit.world.bot.user


def _say(visit: Visit, form: Form) -> tuple[str, Json]:
    text, thread_ts = only(form, "text").replace("\r\n", "\n").strip(), only(form, "thread_ts")
    # What the sandbox makes of a command in a thread is its business: it answers with Slack's words.
    said = {"channel": _where(visit), "text": text, "thread_ts": thread_ts}
    return ("command" if text.startswith("/") else "message"), said


def _press(visit: Visit, form: Form) -> tuple[str, Json]:
    ts = only(form, "ts")
    message = visit.channel.messages.get(ts) if visit.channel else None
    if message is None:
        raise Refused("This message is gone.", 404)
    return "press", {"channel": _where(visit), "ts": ts, **_pressed(visit, form, message.blocks)}


def _press_view(visit: Visit, form: Form) -> tuple[str, Json]:
    view_id = only(form, "view_id")
    return "press_view", {"view_id": view_id, **_pressed(visit, form, _blocks(visit, view_id))}


def _submit(visit: Visit, form: Form) -> tuple[str, Json]:
    view_id = only(form, "view_id")
    return "submit", {"view_id": view_id, "values": values_of(form, _blocks(visit, view_id), visit.tz)}


def _blocks(visit: Visit, view_id: str) -> list[Json]:
    view = visit.world.team.views.get(view_id)
    if view is None:
        raise Refused("This form is closed already.", 404)
    blocks: list[Json] = view.body["blocks"]
    return blocks


def _pressed(visit: Visit, form: Form, blocks: list[Json]) -> Json:
    block_id, action_id = only(form, "block_id"), only(form, "action_id")
    values = values_of(form, blocks, visit.tz)
    found = find_element(blocks, action_id, block_id)
    value: Any = only(form, "value")
    # Of a field that was changed, what counts is what the browser sent of it; only buttons carry a value of their own.
    if found and found[1]["type"] in HOLDS:
        value = values[block_id][action_id]
    return {"block_id": block_id, "action_id": action_id, "value": value, "values": values}


def _close(_visit: Visit, form: Form) -> tuple[str, Json]:
    return "close", {"view_id": only(form, "view_id")}


def _close_all(_visit: Visit, form: Form) -> tuple[str, Json]:
    return "close", {"view_id": only(form, "view_id"), "all": True}


def _react(visit: Visit, form: Form) -> tuple[str, Json]:
    """Add a reaction, or take one's own back."""
    ts, name = only(form, "ts"), only(form, "name")
    message = visit.channel.messages.get(ts) if visit.channel else None
    is_mine = message is not None and visit.person is not None and visit.person.id in message.reactions.get(name, [])
    return ("unreact" if is_mine else "react"), {"channel": _where(visit), "ts": ts, "name": name}


def _of_message(act_name: str) -> Translation:
    return lambda visit, form: (act_name, {"channel": _where(visit), "ts": only(form, "ts")})


def _of_channel(act_name: str) -> Translation:
    return lambda visit, _form: (act_name, {"channel": _where(visit)})


def _edit(visit: Visit, form: Form) -> tuple[str, Json]:
    return "edit_message", {"channel": _where(visit), "ts": only(form, "ts"), "text": only(form, "text").strip()}


def _open_home(_visit: Visit, _form: Form) -> tuple[str, Json]:
    return "open_home", {}


def _shortcut(visit: Visit, form: Form) -> tuple[str, Json]:
    ts = only(form, "ts")
    return "shortcut", {"callback_id": only(form, "callback_id"), "ts": ts, "channel": _where(visit) if ts else ""}


def _suggest(visit: Visit, form: Form) -> tuple[str, Json]:
    asked = {name: only(form, name) for name in ("block_id", "action_id", "query")}
    view_id = only(form, "view_id")
    where = {"view_id": view_id} if view_id else {"channel": _where(visit), "ts": only(form, "ts")}
    return "suggest", where | asked


TRANSLATIONS: Mapping[str, Translation] = {
    "say": _say,
    "press": _press,
    "press_view": _press_view,
    "submit": _submit,
    "close": _close,
    "close_all": _close_all,
    "edit": _edit,
    "delete": _of_message("delete_message"),
    "pin": _of_message("pin"),
    "unpin": _of_message("unpin"),
    "join": _of_channel("join"),
    "leave": _of_channel("leave"),
    "archive": _of_channel("archive_channel"),
    "unarchive": _of_channel("unarchive_channel"),
    "react": _react,
    "open_home": _open_home,
    "shortcut": _shortcut,
    "suggest": _suggest,
}


def _dismiss(visit: Visit, ts: str) -> Json:
    """Put away what is for this person's eyes only; the app does not hear of it, as in Slack."""
    message = visit.channel.messages.get(ts) if visit.channel else None
    if message and visit.person and message.ephemeral_to == visit.person.id:
        visit.world.posting.remove(message)
    return {"ok": True}
