"""When a handover is complete: once every gate is settled, said once for each time it comes to that, in any order of acts."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Change, Event
from bot.handovers import HandoverComplete, HandoverReopened
from bot.model import Deal, Item, ItemStatus
from bot.outgoing import Kind
from bot.rules.changing import with_item
from bot.rules.digests import for_team
from bot.rules.handover import completed_at, followed, is_complete
from tests.bot.making import ANA, CONTEXT, FAYE, HELSINKI, LIV, NOW, Story, a_deal, an_item, at

CONTRACT = an_item("contract", accepted_by="finance", is_gate=True)
SURVEY = an_item("survey", function="finance", holder_id=FAYE, is_gate=True)
INVOICE = an_item("invoice")
LATER = at("2026-12-02 15:00")


def handing_over(*of: Item, **changes: object) -> Deal:
    return a_deal(items=of or (CONTRACT, SURVEY, INVOICE), **changes)


def finish(story: Story, item: Item) -> tuple[Event, ...]:
    return _becomes(story, replace(item, status=ItemStatus.DONE, done_at=LATER))


def accept(story: Story, item: Item) -> tuple[Event, ...]:
    return _becomes(story, replace(item, status=ItemStatus.ACCEPTED, accepted_at=LATER))


def reopen(story: Story, item: Item) -> tuple[Event, ...]:
    """Open a line again, as any rule might that finds its evidence not true any more."""
    return _becomes(story, replace(item, status=ItemStatus.OPEN))


def _becomes(story: Story, item: Item) -> tuple[Event, ...]:
    return story.do(lambda deal: Change(with_item(deal, item)), LATER, actor=LIV)


def said(events: Sequence[Event]) -> list[Event]:
    return [each for each in events if isinstance(each, HandoverComplete | HandoverReopened)]


def test_the_last_gate_completes_it_and_says_how_long_it_took() -> None:
    story = Story(handing_over())

    assert said(finish(story, CONTRACT)) == []
    assert said(accept(story, CONTRACT)) == []
    assert said(finish(story, SURVEY)) == [HandoverComplete(7, 2, 1, ("Delivery", "Finance"))]


def test_what_somebody_must_accept_is_not_settled_by_being_done() -> None:
    story = Story(handing_over(CONTRACT, replace(SURVEY, status=ItemStatus.DONE)))

    assert said(finish(story, CONTRACT)) == []
    assert completed_at(story.deal) is None
    assert len(said(accept(story, CONTRACT))) == 1
    assert completed_at(story.deal) == LATER


def test_what_nobody_waits_for_neither_completes_it_nor_keeps_it_open() -> None:
    story = Story(handing_over(SURVEY, INVOICE))

    assert len(said(finish(story, SURVEY))) == 1
    assert said(finish(story, INVOICE)) == []
    assert said(reopen(story, INVOICE)) == []


def test_of_a_checklist_without_gates_nothing_is_said() -> None:
    story = Story(handing_over(INVOICE))

    assert said(finish(story, INVOICE)) == []
    assert not is_complete(story.deal)


def test_a_gate_that_is_reopened_undoes_it_and_the_next_time_is_told_as_the_second() -> None:
    story = Story(handing_over(SURVEY))
    finish(story, SURVEY)

    assert said(reopen(story, SURVEY)) == [HandoverReopened(SURVEY.id, "survey")]
    assert said(reopen(story, SURVEY)) == []
    assert said(finish(story, SURVEY)) == [HandoverComplete(7, 1, 2, ("Finance",))]


def test_a_gate_that_comes_in_later_undoes_it() -> None:
    story = Story(handing_over(SURVEY))
    finish(story, SURVEY)

    events = story.do(lambda deal: Change(replace(deal, items=(*deal.items, CONTRACT))), LATER)

    assert said(events) == [HandoverReopened(CONTRACT.id, "contract")]


def test_one_act_that_settles_one_gate_and_reopens_another_leaves_it_as_it_was() -> None:
    before = handing_over(SURVEY, replace(CONTRACT, status=ItemStatus.ACCEPTED))
    after = handing_over(replace(SURVEY, status=ItemStatus.DONE), CONTRACT)

    assert followed(before, Change(after), CONTEXT, now=NOW).events == ()


def test_it_is_the_clocks_word_and_never_the_actors() -> None:
    story = Story(handing_over(SURVEY))

    finish(story, SURVEY)

    assert [each.actor for each in story.log if isinstance(each.event, HandoverComplete)] == ["baton"]


@pytest.mark.parametrize("channel", ["deal-acme-oy-k3v9q2", None])
def test_it_is_one_message_in_the_channel_or_to_the_owner_where_there_is_none(channel: str | None) -> None:
    story = Story(handing_over(SURVEY, channel_name=channel))
    finish(story, SURVEY)

    told = next(each.seq for each in story.log if isinstance(each.event, HandoverComplete))
    found = [row for row in story.rows if row.seq == told and row.kind in (Kind.SAY, Kind.TELL)]

    assert [(row.kind, row.to_user) for row in found] == [(Kind.SAY, None) if channel else (Kind.TELL, ANA)]


def test_the_team_reads_of_it_the_next_morning_unless_the_deal_is_private() -> None:
    for is_private, wanted in ((False, [("handed_over", "7")]), (True, None)):
        story = Story(handing_over(SURVEY, is_private=is_private))
        finish(story, SURVEY)
        digest = for_team([], [(story.deal, each) for each in story.log], zone=HELSINKI, now=LATER)

        assert (digest and [(line.kind, line.about) for line in digest.lines]) == wanted


ACTS = st.lists(st.tuples(st.sampled_from([finish, accept, reopen]), st.sampled_from([0, 1, 2])), max_size=30)


@given(ACTS)
def test_whatever_people_do_it_is_told_exactly_when_it_becomes_so(acts: list[tuple[object, int]]) -> None:
    story, times = Story(handing_over()), 0
    for act, place in acts:
        item, was = story.deal.items[place], is_complete(story.deal)
        if (act is accept and (item.status is not ItemStatus.DONE or not item.accepted_by)) or (
            act is finish and item.status is not ItemStatus.OPEN
        ):
            continue
        told = said(act(story, item))  # type: ignore[operator]
        is_now = is_complete(story.deal)
        times += is_now and not was
        assert [type(each) for each in told] == (
            [] if is_now == was else [HandoverComplete if is_now else HandoverReopened]
        )
        assert story.deal.handovers == times
