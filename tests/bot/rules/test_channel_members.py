"""Who is in a deal's channel no longer: a private deal is none of theirs any more, and somebody else is asked."""

from dataclasses import replace

import pytest

from bot.model import ChannelId, Deal, LapseKind, UserId
from bot.refusals import NotInChannel
from bot.rules.asking import Cannot, asked
from bot.rules.channels import joined, left, members_seen, misfits, walks
from bot.rules.handing_on import handed_on
from bot.rules.members import is_in_channel, may_see, members
from bot.rules.permissions import let_in, may_find
from tests.bot.making import ANA, CONTEXT, FAYE, GUEST, LIV, NOW, OMAR, a_deal, a_lapse, a_step, an_item

HERE = ChannelId("C1")
PRIVATE = a_deal(is_private=True, items=(an_item(holder_id=OMAR),))


def without(deal: Deal, *who: UserId) -> Deal:
    for user in who:
        deal = left(deal, user=user).deal
    return deal


def test_whoever_left_a_private_channel_is_no_member_of_the_deal() -> None:
    deal = without(PRIVATE, OMAR)

    assert OMAR in members(PRIVATE)
    assert OMAR not in members(deal)
    assert (may_see(deal, OMAR), may_find(deal, CONTEXT, OMAR)) == (False, False)


@pytest.mark.parametrize("where", [None, HERE])
def test_they_are_not_let_near_it_from_anywhere(where: ChannelId | None) -> None:
    let_in(PRIVATE, CONTEXT, OMAR, where)

    with pytest.raises(NotInChannel):
        let_in(without(PRIVATE, OMAR), CONTEXT, OMAR, where)


def test_whoever_comes_back_is_one_of_them_again() -> None:
    back = joined(without(PRIVATE, OMAR), user=OMAR).deal

    assert back == PRIVATE
    let_in(back, CONTEXT, OMAR)


def test_the_owner_and_whoever_is_to_decide_stay_in() -> None:
    deal = replace(PRIVATE, lapses=(a_lapse(LapseKind.SILENCE, decider_id=LIV),))
    gone = without(deal, ANA, LIV)

    assert {ANA, LIV} <= set(members(gone))
    let_in(gone, CONTEXT, ANA)


def test_a_decision_that_was_made_lets_nobody_in() -> None:
    decided = replace(PRIVATE, lapses=(a_lapse(LapseKind.SILENCE, decider_id=LIV, closed_at=NOW),))

    assert LIV in members(decided)
    assert LIV not in members(without(decided, LIV))


def test_of_an_open_deal_a_colleague_may_know_whatever_channels_they_are_in() -> None:
    deal = without(a_deal(steps=(a_step(by=OMAR),)), OMAR)

    let_in(deal, CONTEXT, OMAR)
    assert OMAR in members(deal)


def test_a_guest_who_left_is_not_let_near_even_an_open_deal() -> None:
    deal = a_deal(steps=(a_step(by=GUEST),))
    let_in(deal, CONTEXT, GUEST)
    gone = without(deal, GUEST)

    assert not is_in_channel(gone, GUEST)
    assert not may_find(gone, CONTEXT, GUEST)
    with pytest.raises(NotInChannel):
        let_in(gone, CONTEXT, GUEST)


def test_of_an_open_deal_nobody_is_remembered_who_has_nothing_to_do_with_it() -> None:
    deal = a_deal()

    assert left(deal, user=LIV).deal is deal


@pytest.mark.parametrize("rule", [left, joined])
def test_told_again_nothing_changes(rule: object) -> None:
    once = rule(without(PRIVATE, OMAR), user=OMAR).deal  # type: ignore[operator]

    assert rule(once, user=OMAR).deal is once  # type: ignore[operator]


def test_somebody_else_is_asked_for_what_was_theirs_and_finds_a_successor() -> None:
    deal = without(PRIVATE, OMAR)
    turn = asked(deal, CONTEXT, OMAR, "finance", now=NOW)
    grown, (added,) = handed_on(deal, CONTEXT, turn, now=NOW)

    assert (turn.whom, turn.instead_of, turn.why) == (FAYE, OMAR, Cannot.LEFT)
    assert added.title == "Find who takes over from Omar: they are not in this channel any more"
    assert grown.items[-1].holder_id == FAYE


def test_nobody_who_left_is_asked_in_anothers_place() -> None:
    deal = without(PRIVATE, OMAR, FAYE)

    assert asked(deal, CONTEXT, OMAR, "finance", now=NOW).whom == ANA


@pytest.mark.parametrize(
    ("inside", "out", "listed", "then_inside", "then_out"),
    [
        # Asked for the first time: nobody has left who was never seen there.
        (None, (), {ANA}, (ANA,), ()),
        ((ANA, OMAR), (), {ANA, OMAR}, (ANA, OMAR), ()),
        ((ANA, OMAR), (), {ANA}, (ANA,), (OMAR,)),
        # Nobody heard that they came back, or that somebody is new.
        ((ANA,), (OMAR,), {ANA, OMAR, FAYE}, (ANA, FAYE, OMAR), ()),
        ((ANA,), (OMAR,), {ANA}, (ANA,), (OMAR,)),
        (None, (OMAR,), {ANA}, (ANA,), (OMAR,)),
    ],
)
def test_who_is_listed_is_in_and_who_was_in_and_is_not_has_left(
    inside: tuple[UserId, ...] | None,
    out: tuple[UserId, ...],
    listed: set[UserId],
    then_inside: tuple[UserId, ...],
    then_out: tuple[UserId, ...],
) -> None:
    deal = replace(PRIVATE, in_channel=inside, left_channel=out)

    seen = members_seen(deal, known=walks(deal), listed=listed).deal

    assert (seen.in_channel, seen.left_channel) == (tuple(sorted(then_inside)), then_out)
    assert members_seen(seen, known=walks(seen), listed=listed).deal is seen


def test_of_who_walked_while_slack_was_asked_the_list_is_not_believed() -> None:
    asked_of = replace(PRIVATE, in_channel=(ANA, OMAR))
    meanwhile = without(asked_of, OMAR)

    assert members_seen(meanwhile, known=walks(asked_of), listed={ANA, OMAR}).deal is meanwhile
    assert not is_in_channel(meanwhile, OMAR)


def test_of_an_open_deal_no_list_is_kept() -> None:
    deal = a_deal()

    assert members_seen(deal, known=walks(deal), listed={ANA}).deal is deal


def test_who_comes_and_goes_is_counted_along() -> None:
    deal = replace(PRIVATE, in_channel=(ANA,))
    came = joined(deal, user=FAYE).deal

    assert came.in_channel == (ANA, FAYE)
    assert walks(left(came, user=FAYE).deal) == ((ANA,), (FAYE,))


@pytest.mark.parametrize(
    ("inside", "user", "is_in", "does"),
    [
        (None, OMAR, False, False),
        ((OMAR,), OMAR, False, False),
        ((OMAR,), OMAR, True, True),
        ((ANA,), OMAR, False, True),
        ((ANA,), OMAR, True, False),
    ],
)
def test_what_cannot_be_true_of_what_is_remembered_is_noticed(
    inside: tuple[UserId, ...] | None, user: UserId, *, is_in: bool, does: bool
) -> None:
    assert misfits(replace(PRIVATE, in_channel=inside), user=user, is_in=is_in) is does
    assert not misfits(replace(PRIVATE, in_channel=inside, is_private=False), user=user, is_in=is_in)
