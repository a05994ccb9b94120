"""The playbooks of a workspace, for its admins: which there are, what they say, and what another version would change."""

from collections.abc import Iterator, Sequence

from bot.kept_versions import Chosen, Kept
from bot.playbook import Playbook
from bot.service.publishing import Draft, Shelf
from messages import ids
from messages.blocks import INPUT_TEXT, Block, actions, button, choice_input, field, modal, section
from messages.escaping import Mrkdwn, code, encodable, length
from messages.message import Message, message
from messages.versions import in_words
from messages.words import label, number, words

PARTS = tuple(f"part_{number}" for number in range(1, 7))
"""The fields into which a playbook is pasted; one takes 3,000 characters, and a large playbook has 6,000."""

FOLLOW, FOLLOWS, KEEPS = "follow", "follow", "keep"
SPARE = 1
FEWEST = 2
MOST_KINDS = 20
SHOWN_AT_ONCE = 2_400
"""Characters of one section: three of Slack's five signs grow when they are escaped."""


def listed(found: Shelf, zone: str) -> Message:
    """List the kinds of deals, each with its version, where that came from, and what can be done with it."""
    head = words("playbook/shelf#head", n=len(found.playbooks))
    texts, blocks = [head], [section(head)]
    for kept in found.playbooks[:MOST_KINDS]:
        texts.append(_about(kept, found.chosen.get(kept.playbook.kind), zone))
        blocks += [section(texts[-1]), actions(*_buttons(kept.playbook))]
    blocks.append(actions(button(label("button#add_form"), ids.PLAYBOOK_ADD, "add")))
    return message(Mrkdwn("\n".join(texts)), blocks)


def shown(playbook: Playbook, text: str) -> Block:
    """Show a version as text that can be copied."""
    parts = [section(Mrkdwn(f"```\n{code(part)}\n```")) for part in _cut(text, SHOWN_AT_ONCE)]
    return modal(
        label("shelf#playbook"),
        callback_id=ids.FORM_PLAYBOOK,
        metadata="",
        submit=None,
        blocks=[_title(playbook), *parts],
    )


def form(title: str | None, text: str, *, kind: str = "") -> Block:
    """Ask for the text of a playbook; ``kind`` is the one that it replaces."""
    parts = _cut(text, INPUT_TEXT)
    # Half of a playbook is none: one that does not fit is pasted as a whole, from its file.
    parts = parts if len(parts) <= len(PARTS) else []
    count = min(len(PARTS), max(FEWEST, len(parts) + SPARE))
    given = [*parts, *[""] * (count - len(parts))]
    first = label("shelf#the_playbook") if title is None else label("shelf#the_named_playbook", title=title)
    blocks = [
        field(
            name,
            first if at == 0 else label("shelf#part", n=str(at + 1)),
            _pasted(part),
            hint=label("shelf#hint") if at == 0 else None,
            optional=at > 0,
        )
        for at, (name, part) in enumerate(zip(PARTS, given, strict=False))
    ]
    return modal(
        label("shelf#a_playbook"),
        callback_id=ids.FORM_PLAYBOOK,
        metadata=kind,
        submit=label("shelf#check_it"),
        blocks=blocks,
    )


def other_kind(wanted: str, given: str) -> str:
    """Refuse a text that would become another playbook than the one it was to replace."""
    return str(words("playbook/shelf#other_kind", wanted=code(wanted), given=code(given)))


def publish_form(draft: Draft) -> Block:
    """Show what another version changes, and ask whether open deals go over to it."""
    parts = list(_changes(draft))
    choices = ((KEEPS, label("shelf#they_keep_the_version_they")), (FOLLOWS, label("shelf#they_go_over")))
    asked = field(FOLLOW, label("shelf#open_deals", n=number(draft.behind)), choice_input(choices, KEEPS))
    metadata = f"{draft.playbook.id}|{draft.was.id if draft.was else ''}"
    blocks = [*map(section, parts), asked]
    return modal(
        label("shelf#what_changes"),
        callback_id=ids.FORM_PUBLISH,
        metadata=metadata,
        submit=label("shelf#put_in_force"),
        blocks=blocks,
    )


def published(playbook: Playbook, *, follows: bool) -> Block:
    """Say in place of the form what holds from now on."""
    text = words("playbook/shelf#published", title=playbook.title, kind=code(playbook.kind), follows=follows)
    return modal(
        label("shelf#in_force"), callback_id=ids.FORM_PUBLISH, metadata="", submit=None, blocks=[section(text)]
    )


def _about(kept: Kept, chosen: Chosen | None, zone: str) -> Mrkdwn:
    return words(
        "playbook/shelf#kind",
        title=kept.playbook.title,
        kind=code(kept.playbook.kind),
        lines=len(kept.playbook.items),
        # A file of a folder is named with its path; those that come with Baton only by their names.
        is_own_file="/" in kept.playbook.source,
        by=chosen.by if chosen else None,
        at=chosen.at if chosen else kept.since,
        version=kept.playbook.id[:8],
        zone=zone,
    )


def _buttons(playbook: Playbook) -> Sequence[Block]:
    return (
        button(label("button#show"), ids.PLAYBOOK_SHOW, playbook.id, about=playbook.title),
        button(label("button#replace_form"), ids.PLAYBOOK_REPLACE, playbook.id, about=playbook.title),
    )


def _title(playbook: Playbook) -> Block:
    return section(words("playbook/shelf#title", title=playbook.title, version=playbook.id[:8]))


def _changes(draft: Draft) -> Iterator[Mrkdwn]:
    playbook = draft.playbook
    yield words("playbook/shelf#draft", title=playbook.title, is_new=draft.was is None, lines=len(playbook.items))
    both = (draft.was, playbook) if draft.was else (playbook,)
    titles = {rule.key: rule.title for each in both for rule in each.items}
    labels = {role.key: role.label for each in both for role in each.functions}
    yield from in_words(draft.difference, titles, labels)


def _pasted(text: str) -> Block:
    # As it is: the spaces in front of its lines mean something, and the usual field takes them out.
    element: Block = {"type": "plain_text_input", "multiline": True, "max_length": INPUT_TEXT}
    return element | ({"initial_value": text} if text else {})


def _cut(text: str, most: int) -> list[str]:
    """Cut a text before lines that begin in the first column: a part that begins with spaces might lose them."""
    parts: list[str] = []
    for block in _blocks(encodable(text)):
        if parts and length(parts[-1]) + 1 + length(block) <= most:
            parts[-1] = f"{parts[-1]}\n{block}"
        else:
            parts += _pieces(block, most)
    return parts


def _pieces(block: str, most: int) -> Iterator[str]:
    """Cut a block as Slack counts it: what lies outside the first 65,536 signs counts twice."""
    while block:
        size = min(most, len(block))
        while length(block[:size]) > most:
            size -= length(block[:size]) - most
        yield block[:size]
        block = block[size:]


def _blocks(text: str) -> list[str]:
    blocks: list[str] = []
    for line in text.rstrip("\n").split("\n") if text else []:
        if blocks and (line.startswith(" ") or not line):
            blocks[-1] = f"{blocks[-1]}\n{line}"
        else:
            blocks.append(line)
    return blocks
