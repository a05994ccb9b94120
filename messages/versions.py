"""What another version of a playbook changes, in words: on a deal, and before a deal goes over to it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.model import Deal, Item, LapseKind
from bot.playbook import DueRule, FunctionCalendar, ItemRule
from bot.rules.differing import LEADS, OPENING
from bot.rules.planning import before
from bot.service.moving_over import Standing
from bot.versions import Altered, Difference, PlaybookMoved
from messages import forms, ids
from messages.blocks import Block, button, field, modal, section, text_input
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.message import Message, message, said
from messages.own_time import week_words
from messages.scene import Scene
from messages.words import conjoined, day, enumerated, label, words

MOST_LINES, MOST_NAMED, SHOWN_ID = 12, 4, 8
EVIDENCE = frozenset(
    ("link", "file", "number", "date", "form", "count", "text", "promises", "promises_answered", "none")
)
CLOCKS = frozenset((*LapseKind, "longest_snooze_days", "archive_after_days", "otherwise"))
AT_OPENING = frozenset((*OPENING, LEADS))


def standing(seen: Standing) -> Message:
    """Tell by which version a deal goes; where there is a newer one, with the button that shows the difference."""
    deal = seen.deal
    if seen.version is None:
        return said(words("playbook/standing#none", deal=deal.facts.name))
    given = {
        "deal": deal.facts.name,
        "title": seen.version.playbook.title,
        "since": seen.version.since,
        "version": seen.version.playbook.id[:SHOWN_ID],
        "zone": deal.zone,
    }
    if seen.to is None or seen.change is None:
        return said(words("playbook/standing#newest", **given))
    text = words("playbook/standing#older", newer=seen.to.since, summary=summary(seen.change.difference), **given)
    press = Press(deal.id, extra=seen.to.playbook.id)
    return said(text, button(label("button#show_the_difference"), ids.PLAYBOOK_DIFFERENCE, str(press)))


def summary(found: Difference) -> Mrkdwn:
    """Count what is different on the checklist."""
    counts = {"added": len(found.added), "dropped": len(found.dropped), "altered": len(found.altered)}
    parts = [words(f"playbook/standing#{name}", n=n) for name, n in counts.items() if n]
    return Mrkdwn(conjoined(parts or [words("playbook/standing#same")]))


def difference_form(press: Press, seen: Standing, *, may_move: bool, command: str = "/deal") -> Block:
    """Show what the newest version would change on a deal; who may is asked whether it shall go over."""
    assert seen.to is not None
    assert seen.change is not None
    names = {"deal": seen.deal.facts.name, "title": seen.to.playbook.title}
    head = words(f"playbook/standing#{'may' if may_move else 'may_not'}", c=Mrkdwn(command), **names)
    blocks = [section(text) for text in (head, *_parts(seen.change, seen.deal, None))]
    if may_move:
        asked = text_input(placeholder=label("versions#the_permit_office_asks"), most=forms.LONGEST)
        blocks.append(
            field(
                forms.REASON, label("versions#why_now"), asked, hint=label("versions#the_channel_reads"), optional=True
            )
        )
    metadata = str(Press(press.deal_id, extra=seen.to.playbook.id))
    submit = label("versions#move_this_deal") if may_move else None
    return modal(
        label("versions#a_newer_playbook"),
        callback_id=ids.FORM_MOVE_OVER,
        metadata=metadata,
        submit=submit,
        blocks=blocks,
    )


def moved(event: PlaybookMoved, scene: Scene) -> Message:
    """Tell the channel what is different from now on."""
    head = words("playbook/standing#moved", by=event.by, title=event.title, reason=event.reason)
    parts = [head, *_parts(event, scene.the_deal, scene)]
    return message(Mrkdwn("\n".join(parts)), [section(part) for part in parts])


def _parts(event: PlaybookMoved, deal: Deal, scene: Scene | None) -> Iterator[Mrkdwn]:
    items = {item.key: item for item in deal.items} if scene else {}
    titles = {item.key: item.title for item in deal.items} | {rule.key: rule.title for rule in event.difference.added}
    found = list(in_words(event.difference, titles, dict(deal.functions), items=items, scene=scene))
    yield from found or [words("playbook/difference#nothing")]
    if event.kept:
        yield words("playbook/difference#kept", kept=enumerated(event.kept, MOST_NAMED))


def in_words(
    found: Difference,
    titles: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    items: Mapping[str, Item] | None = None,
    scene: Scene | None = None,
) -> Iterator[Mrkdwn]:
    """Yield what is different, part by part. ``items`` are a deal's own lines, for who has a new one and by when."""
    names = _Names(titles, labels)
    now = scene.now if scene else None
    if found.added:
        lines = [names.added(rule, (items or {}).get(rule.key)) for rule in found.added[:MOST_LINES]]
        yield words("playbook/difference#added", lines=lines, more=len(found.added[MOST_LINES:]), now=now)
    if found.dropped:
        gone = [(rule.title, names.function(rule.function)) for rule in found.dropped[:MOST_LINES]]
        yield words("playbook/difference#dropped", lines=gone, more=len(found.dropped[MOST_LINES:]))
    if found.altered:
        changed = [(each.now.title, names.altered(each)) for each in found.altered[:MOST_LINES]]
        yield words("playbook/difference#altered", lines=changed, more=len(found.altered[MOST_LINES:]))
    if found.functions_added or found.functions_dropped:
        joins, leaves = ", ".join(found.functions_added), ", ".join(found.functions_dropped)
        yield words("playbook/difference#functions", joins=joins, leaves=leaves)
    if found.ladder:
        yield words("playbook/difference#clocks", clocks=_named(CLOCKS, found.ladder))
    for each in found.calendars:
        yield words("playbook/difference#calendar", function=names.function(each.function), **_days(each.calendar))
    if found.opening:
        yield words("playbook/difference#opening", opening=_named(AT_OPENING, found.opening))


def _days(calendar: FunctionCalendar | None) -> Mapping[str, object]:
    """Return what is said of the days in which a function's lines are counted."""
    own = calendar or FunctionCalendar()
    week = week_words(own.week) if own.week else ""
    more = len(own.holidays[MOST_NAMED:])
    days_off = [*map(day, own.holidays[:MOST_NAMED]), *([label("words#more", n=str(more))] if more else [])]
    return {"week": week, "region": own.region, "days_off": conjoined(days_off)}


def _named(table: Collection[str], keys: Sequence[str]) -> str:
    return ", ".join(label(f"versions#{key}") if key in table else key.replace("_", " ") for key in keys)


class _Names:
    """Says rules with the names that people gave to lines and functions."""

    def __init__(self, titles: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self._titles, self._labels = titles, labels

    def function(self, key: str | None) -> str:
        return self._labels.get(key, key.replace("_", " ")) if key else ""

    def lines(self, keys: Sequence[str]) -> str:
        return enumerated([self._titles.get(key, key) for key in keys], MOST_NAMED) if keys else ""

    def added(self, rule: ItemRule, item: Item | None) -> tuple[object, ...]:
        function = self.function(rule.function)
        waits = self.lines(before(rule))
        if item is None:
            return rule.title, function, None, None, self.rule(rule.due) if rule.due else None, waits
        return rule.title, function, item.holder_id, item.due, None, waits

    def altered(self, each: Altered) -> Mrkdwn:
        was, now = self._said(each.was), self._said(each.now)
        return Mrkdwn(
            "; ".join(
                words(f"playbook/difference#{name}", was=was[name], now=now[name])
                for name in was
                if was[name] != now[name]
            )
        )

    def rule(self, due: DueRule | None) -> Mrkdwn:
        if due is None:
            return Mrkdwn(label("versions#when_the_team_says"))
        return words("playbook/difference#rule", days=due.days, anchor=due.anchor, line=self.lines((due.anchor,)))

    def _said(self, rule: ItemRule) -> Mapping[str, object]:
        return {
            "title": rule.title,
            "function": self.function(rule.function),
            "due": self.rule(rule.due),
            "evidence": _evidence(rule),
            "accepted_by": self.function(rule.accepted_by),
            "waits_for": self.lines(rule.waits_for),
            "is_gate": rule.is_gate,
        }


def _evidence(rule: ItemRule) -> str:
    return words(
        "playbook/difference#proof",
        kind=label(f"versions#{rule.evidence}") if rule.evidence in EVIDENCE else rule.evidence,
        least=rule.at_least,
        parts=", ".join(rule.parts),
        crm=rule.crm_field,
    )
