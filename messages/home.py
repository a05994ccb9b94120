"""A person's Home: what is theirs, a few of each kind or one kind page by page, and what can be done about it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.model import Lost
from bot.outgoing import Line
from bot.rules.at_home import PAGE, AtAGlance, Entry, Gathered, HomeFacts, Part, Saved, Section, Shown
from bot.rules.steps import in_force
from messages import ids
from messages.apart import told_apart
from messages.blocks import MOST_VIEW_BLOCKS, Block, actions, button, choice_input, divider, modal, section
from messages.digest import FROM_SOMEBODY, line_words, when
from messages.digest_buttons import line_buttons
from messages.escaping import Mrkdwn
from messages.message import Message
from messages.own_time import week_words
from messages.speech import plain_words
from messages.standing import is_past
from messages.words import conjoined, label, words

View = Block
Drawn = tuple[Mrkdwn, Sequence[Block]]

MOST_NAMED = 10
"""Deals that a gathered item names; the form has them all."""


def view(shown: str, message: Message) -> View:
    """Return what Slack publishes; it carries what is shown, so that a press in it shows the same again."""
    return {"type": "home", "private_metadata": shown, "blocks": list(message.blocks)}


def told(message: Message) -> View:
    """Return a form that asks nothing and says what no message can say in a Home; nobody could answer its buttons."""
    blocks = [block for block in message.blocks if block["type"] != "actions"]
    shown = [{name: part for name, part in block.items() if name != "accessory"} for block in blocks]
    return modal(label("home#from_baton"), callback_id=ids.ANSWER, metadata="", submit=None, blocks=shown)


def home(facts: HomeFacts, now: datetime) -> Message:
    """Draw a Home, and say in ``text`` what its blocks say."""
    drawn = list(_first(facts) if facts.is_first else _known(facts, now))
    blocks = [block for _, parts in drawn for block in parts]
    return Message("\n".join(text for text, _ in drawn if text), tuple(told_apart(blocks[:MOST_VIEW_BLOCKS])))


def _first(facts: HomeFacts) -> Iterator[Drawn]:
    if not facts.is_able:
        text = words("home#stranger")
        yield text, [section(text)]
        return
    text = words("home#first")
    yield text, [section(text), actions(_won(style="primary"))]
    yield from _settings(facts)


def _known(facts: HomeFacts, now: datetime) -> Iterator[Drawn]:
    head = words("home#head", needs=facts.needs, day=facts.day)
    yield head, [section(head), actions(*_choosing(facts), *([_won()] if facts.is_able else []))]
    for each in facts.sections:
        yield from _section(each, facts, now)
    if facts.shown.part is Part.ALL:
        yield from _settings(facts) if facts.is_able else ()
    elif not facts.sections:
        text = words("home#nothing", title=_title(facts.shown, facts.shown.function))
        yield text, [section(text)]


def _choosing(facts: HomeFacts) -> Sequence[Block]:
    current = Shown(facts.shown.part, facts.shown.function)
    chosen = {each: f"{_plainly(each, function)} ({n})" for each, function, n in facts.choices}
    parts = {Shown(): _plainly(Shown(), "")} | chosen
    # What was chosen may be empty by now: the menu still says where one is.
    options = parts if current in parts else parts | {current: _plainly(current, current.function)}
    if len(options) == 1:
        return []
    menu = choice_input([(str(shown), label) for shown, label in options.items()], str(current))
    return [menu | {"action_id": f"{ids.HOME_SHOW}:choose"}]


def _plainly(shown: Shown, function: str) -> str:
    return plain_words(_title(shown, function), {})


def _won(style: str | None = None) -> Block:
    return button(label("home#open_a_won_deal"), ids.HOME_WON, "", style=style)


def _title(shown: Shown, function: str = "") -> Mrkdwn:
    return words("home#title", part=shown.part, label=function)


def _section(each: Section, facts: HomeFacts, now: datetime) -> Iterator[Drawn]:
    title = _title(Shown(each.part), each.label)
    text = words("home#heading", title=title, total=each.total, shown=len(each.entries), start=each.start)
    is_all = facts.shown.part is Part.ALL
    has_more = is_all and each.total > len(each.entries)
    more = _show("show_all", Shown(each.part, each.function), n=str(each.total)) if has_more else None
    yield text, [divider(), section(text, more)]
    for entry in each.entries:
        yield _entry(entry, each.part, facts, now)
    if not is_all:
        yield Mrkdwn(""), [actions(*_turning(each, facts.shown))]


def _turning(each: Section, shown: Shown) -> Iterator[Block]:
    page = each.start // PAGE
    yield _show("everything", Shown())
    if page:
        yield _show("page_before", Shown(shown.part, shown.function, page - 1))
    if each.total > each.start + len(each.entries):
        yield _show("next_page", Shown(shown.part, shown.function, page + 1))


def _show(name: str, shown: Shown, **values: str) -> Block:
    return button(label(f"home#{name}", **values), f"{ids.HOME_SHOW}:{name}", str(shown))


def _entry(entry: Entry, part: Part, facts: HomeFacts, now: datetime) -> Drawn:
    match entry:
        case Line():
            return _line(entry, part, facts)
        case Gathered():
            return _gathered(entry, facts, now)
        case AtAGlance():
            return _deal(entry, now)
        case Saved():
            return _saved(entry, facts)


def _line(line: Line, part: Part, facts: HomeFacts) -> Drawn:
    is_others = part is Part.FUNCTION
    text = line_words(line, facts.zone, facts.day, is_named=is_others or line.kind in FROM_SOMEBODY)
    # What others hold is theirs to do: whoever leads them looks, and acts where the deal is.
    found = () if is_others else line_buttons(line)
    if len(found) == 1:
        return text, [section(text, found[0])]
    return text, [section(text), *([actions(*found)] if found else [])]


def _gathered(same: Gathered, facts: HomeFacts, now: datetime) -> Drawn:
    named = [
        words(
            "home#one",
            channel_id=line.channel_id,
            deal=line.deal_name,
            at=when(line.at, facts.zone, facts.day) if line.at else None,
            is_past=line.at is not None and line.at <= now,
        )
        for line in same.lines[:MOST_NAMED]
    ]
    more = [label("words#more", n=str(len(same.lines) - MOST_NAMED))] if len(same.lines) > MOST_NAMED else []
    some = Mrkdwn(conjoined([*named, *more]))
    text = words("home#gathered", title=same.title, total=len(same.lines), some=some)
    several = button(label("button#fill_in_several"), ids.ITEM_ACROSS, same.title, about=same.title)
    return text, [section(text, several)]


def _deal(seen: AtAGlance, now: datetime) -> Drawn:
    deal, step = seen.deal, seen.next
    text = words(
        "home#deal",
        deal=deal.facts.name,
        channel_id=_channel(deal.channel_id, deal.channel_lost),
        momentum=seen.momentum,
        until=deal.held_until,
        what=step.what if step else None,
        by=step.by if step else None,
        due=in_force(step) if step else None,
        is_past=is_past(in_force(step), now) if step else False,
        now=now,
    )
    return text, [section(text)]


def _channel(channel_id: str | None, lost: Lost | None) -> str | None:
    # A link to a channel that was deleted is drawn as no channel at all.
    return None if lost is Lost.GONE else channel_id


def _saved(saved: Saved, facts: HomeFacts) -> Drawn:
    deal = saved.deal
    text = words(
        "home#saved",
        deal=deal.facts.name,
        channel_id=_channel(deal.channel_id, deal.channel_lost),
        by=saved.by,
        way=saved.way,
        at=when(saved.at, facts.zone, facts.day),
    )
    return text, [section(text)]


SETTINGS: Mapping[str, str] = {
    ids.HOME_AWAY: "away",
    ids.HOME_DIGEST: "digest",
    ids.HOME_HOURS: "working_hours",
    ids.HOME_REGION: "public_holidays",
}


def _settings(facts: HomeFacts) -> Iterator[Drawn]:
    own, away = facts.own, facts.own.away
    text = words(
        "home#settings",
        digest_at=f"{own.digest_at.hour}:{own.digest_at.minute:02}",
        is_daily=own.is_digest_daily,
        week=week_words(own.week),
        zone=facts.zone,
        region=own.region,
        first=away.first if away else None,
        last=away.last if away else None,
        stand_in=away.stand_in if away else None,
    )
    buttons = [button(label(f"home#{called}"), name, "") for name, called in SETTINGS.items()]
    yield text, [divider(), section(text), actions(*buttons)]
