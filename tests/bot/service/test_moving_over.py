"""A deal goes over to the newest version of its playbook: seen first, done once, said in its channel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import ItemDone
from bot.model import DealId, ItemStatus, PlaybookId
from bot.outgoing import Kind
from bot.playbook import DueRule, FunctionRole
from bot.refusals import ChangedSince, NoNewerPlaybook, NotYours
from bot.rules.evidence import Proof
from bot.service import deals, moving_over
from bot.service.desk import by_id
from bot.versions import ItemDropped, PlaybookMoved
from tests.bot.making import ANA, FAYE, LIV, NOW, a_rule
from tests.bot.service.conftest import PLAYBOOK, RULES, Office

LATER = NOW + timedelta(hours=3)
FIELD = FunctionRole("field", "Field crew", email="liv@example.com")
PERMIT = a_rule("permit", DueRule("won", 2), function="field")
NEWER = replace(PLAYBOOK, id="p2", items=(*RULES[1:], PERMIT), functions=(*PLAYBOOK.functions, FIELD))


def publish(office: Office, *playbooks: object) -> None:
    with office.desk.work(office.workspace.id) as uow:
        uow.put_playbooks(list(playbooks), now=LATER)  # type: ignore[arg-type]


def move(office: Office, deal_id: DealId, *, to: str = "p2", who: object = ANA, key: str = "k9") -> object:
    asked = office.asked(who, key, LATER)  # type: ignore[arg-type]
    return moving_over.move_over(office.desk, asked, by_id(deal_id), to=to, reason="since May")


def test_the_newest_version_has_nothing_to_go_over_to(office: Office, opened: DealId) -> None:
    seen = moving_over.see(office.desk, office.asked(ANA), by_id(opened))

    assert (seen.version.playbook.id, seen.to, seen.change) == ("p1", None, None)  # type: ignore[union-attr]
    with pytest.raises(NoNewerPlaybook):
        move(office, opened)


def test_a_newer_version_is_seen_without_anything_being_changed(office: Office, opened: DealId) -> None:
    publish(office, NEWER)
    before = office.deal(opened)

    seen = moving_over.see(office.desk, office.asked(ANA, now=LATER), by_id(opened))

    assert (seen.to.playbook.id, seen.to.since) == ("p2", LATER)  # type: ignore[union-attr]
    assert [rule.key for rule in seen.change.difference.added] == ["permit"]  # type: ignore[union-attr]
    assert office.deal(opened) == before


def test_a_deal_goes_over_and_is_remembered_so(office: Office, opened: DealId) -> None:
    publish(office, NEWER)

    move(office, opened)

    deal = office.deal(opened)
    assert deal.playbook_id == PlaybookId("p2")
    assert [item.key for item in deal.items] == [*(rule.key for rule in RULES[1:]), "permit"]
    assert (deal.items[-1].holder_id, deal.lead("field")) == (LIV, LIV)
    first = office.events(opened).index(PlaybookMoved)
    assert office.events(opened)[first : first + 2] == [PlaybookMoved, ItemDropped]


def test_its_channel_reads_of_it_and_the_lists_are_drawn_anew(office: Office, opened: DealId) -> None:
    publish(office, NEWER)
    before = {each.key for each in office.sent()}

    move(office, opened)

    said = [each for each in office.sent() if each.key not in before]
    assert [each.kind for each in said if each.kind in (Kind.SAY, Kind.CHECKLIST)] == [Kind.SAY, Kind.CHECKLIST]
    # One list is new, that of the field crew; the others stand in the channel already.
    assert [each.detail for each in said if each.kind is Kind.CHECKLIST] == ["field"]
    drawn = {each.detail for each in said if each.kind is Kind.EDIT}
    assert drawn >= {"board", "checklist:delivery", "checklist:finance", "checklist:field"}


def test_the_same_form_twice_moves_once(office: Office, opened: DealId) -> None:
    publish(office, NEWER)

    move(office, opened)
    move(office, opened)
    move(office, opened, key="another")

    assert office.events(opened).count(PlaybookMoved) == 1


def test_evidence_that_was_given_meanwhile_stays(office: Office, opened: DealId) -> None:
    publish(office, NEWER)
    line = office.deal(opened).items[0]
    asked = office.asked(line.holder_id, "done", LATER)
    deals.finish_item(office.desk, asked, by_id(opened), item_id=line.id, proof=Proof("order 4711"))

    move(office, opened)

    kept = office.deal(opened).items[0]
    assert (kept.key, kept.status, kept.proof) == (line.key, ItemStatus.DONE, "order 4711")
    assert ItemDone in office.events(opened)


def test_a_version_that_is_not_the_newest_any_more_is_refused(office: Office, opened: DealId) -> None:
    publish(office, replace(NEWER, id="p3", title="Site 3"))

    with pytest.raises(ChangedSince):
        move(office, opened)


def test_who_only_works_on_the_deal_is_refused(office: Office, opened: DealId) -> None:
    publish(office, NEWER)

    with pytest.raises(NotYours):
        move(office, opened, who=FAYE)
    move(office, opened, who=LIV)
    assert office.deal(opened).playbook_id == "p2"


def test_looking_uses_up_nobodys_turn(office: Office, opened: DealId) -> None:
    turns = FunctionRole("crew", "Crew", usergroup="delivery", takes_turns=True)
    publish(office, replace(NEWER, functions=(*NEWER.functions, turns)))

    for _ in range(3):
        moving_over.see(office.desk, office.asked(ANA), by_id(opened))

    with office.desk.work(office.workspace.id) as uow:
        assert uow.take_turn("delivery") == 0
