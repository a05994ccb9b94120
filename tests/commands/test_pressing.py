"""Every button: what it does or opens, and what an old one says of itself."""

import pytest

from bot.events import Decided, ItemAccepted, ItemDone, OwnerAccepted, StepKept
from bot.model import Choice, Due, UserId, WaitingOn
from bot.service import deals
from bot.service.desk import by_id
from messages import ids
from tests.bot.making import ANA, FAYE, LIV, OMAR, by
from tests.commands.hall import Hall, button


def test_done_keeps_the_step_and_says_so_to_whoever_pressed(hall: Hall) -> None:
    step = hall.commit("call")

    told = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step))

    assert told.text == "Done: *call*."
    assert not told.is_in_place
    assert hall.events()[-1] is StepKept


@pytest.mark.parametrize(("channel", "ephemeral", "replaced"), [("D0ANA", False, True), ("C0DEAL", True, True)])
def test_an_answer_stands_in_place_of_the_question_where_only_they_read_it(
    hall: Hall, channel: str, ephemeral: bool, replaced: bool
) -> None:
    step = hall.commit("call")

    told = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step), channel=channel, ephemeral=ephemeral)

    assert told.is_in_place is replaced


@pytest.mark.parametrize(("paragraphs", "replaced"), [(1, True), (2, False)])
def test_an_answer_never_takes_the_place_of_more_than_its_own_question(
    hall: Hall, paragraphs: int, replaced: bool
) -> None:
    step = hall.commit("call")
    asked = {"blocks": [*[{"type": "section"}] * paragraphs, {"type": "actions"}]}

    told = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step), channel="D0ANA", message=asked)

    assert (told.is_in_place, told.text) == (replaced, "Done: *call*.")


@pytest.mark.parametrize(
    ("action", "title", "asked"),
    [
        (ids.STEP_NEXT, "Next step", {"what", "when", "else", "person", "otherwise"}),
        (ids.STEP_RESCHEDULE, "Reschedule", {"when", "reason", "cause"}),
        (ids.STEP_WAITING, "Waiting on…", {"on", "until", "person", "reason"}),
        (ids.OFFER_OWNER, "Hand over", {"person"}),
    ],
)
def test_a_button_that_needs_more_opens_its_form(hall: Hall, action: str, title: str, asked: set[str]) -> None:
    step = hall.commit("call")
    before = hall.events()

    told = hall.presses(ANA, button(action, hall.deal, step))

    assert told.view
    assert told.view["title"]["text"] == title
    assert set(told.fields) == asked
    assert hall.events() == before


def test_what_can_be_seen_can_be_pressed(hall: Hall) -> None:
    glance = hall.types(ANA)
    more = hall.types(ANA, "help").button("More")

    assert "*Delivery checklist*" in hall.presses(ANA, glance.button("Checklist"), ephemeral=True).text
    assert hall.presses(ANA, glance.button("Add next step"), ephemeral=True).view
    assert "`/deal owner`" in hall.presses(ANA, more, ephemeral=True).text


def test_the_offered_one_accepts_or_says_why_not(hall: Hall) -> None:
    glance = hall.types(OMAR)

    assert hall.presses(OMAR, glance.button("Decline"), ephemeral=True).view
    assert hall.presses(OMAR, glance.button("Accept"), ephemeral=True).text == "<@UOMAR> owns *Acme EV site* now."
    assert hall.deal.owner_id == OMAR
    assert hall.events()[-1] is OwnerAccepted


def test_a_line_without_evidence_is_done_at_once_and_then_accepted(hall: Hall) -> None:
    did = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "contract"), ephemeral=True)
    accepted = hall.presses(FAYE, hall.types(FAYE, "checklist").button("Accept", "contract"), ephemeral=True)

    assert did.text == "Done: *contract*. Next: <@UFAYE> accepts it."
    assert accepted.text == "Accepted: *contract*."
    assert [each for each in hall.events() if each in (ItemDone, ItemAccepted)] == [ItemDone, ItemAccepted]


def test_a_line_with_evidence_asks_for_it(hall: Hall) -> None:
    told = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "visit"))

    assert set(told.fields) == {"proof_on"}
    assert ItemDone not in hall.events()


@pytest.mark.parametrize("choice", list(Choice))
def test_whoever_decides_is_asked_what_their_choice_needs(hall: Hall, choice: Choice) -> None:
    decider = hall.stand_still()

    told = hall.presses(decider, button(f"{ids.DECIDE}:{choice}", hall.deal, extra=choice))

    assert "reason" in told.fields
    assert Decided not in hall.events()


@pytest.mark.parametrize(
    ("action", "who", "words"),
    [
        (ids.STEP_DONE, FAYE, None),
        (ids.STEP_DONE, LIV, "Only <@UANA>, <@UOMAR> or <@UFAYE> can finish “call”."),
        (ids.STEP_RESCHEDULE, LIV, "can move “call”."),
        (ids.STEP_WAITING, LIV, "can park “call”."),
        (ids.ACCEPT_OWNER, FAYE, "Only <@UOMAR> can accept this deal."),
        (ids.DECLINE_OWNER, FAYE, "Only <@UOMAR> can decline this deal."),
    ],
)
def test_what_is_not_theirs_names_whose_it_is_before_any_form_opens(
    hall: Hall, action: str, who: UserId, words: str | None
) -> None:
    step = hall.commit("call")
    before = hall.events()

    told = hall.presses(who, button(action, hall.deal, step))

    if words is None:
        assert hall.events()[-1] is StepKept
    else:
        assert words in told.text
        assert "`/deal`" in told.text
        assert told.view is None
        assert hall.events() == before


@pytest.mark.parametrize("action", [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING])
def test_an_old_button_of_a_step_says_who_ended_it_and_when(hall: Hall, action: str) -> None:
    step = hall.commit("call")
    old = button(action, hall.deal, step)
    hall.types(ANA, "done")
    hall.clock.move(minutes=2)

    told = hall.presses(OMAR, old)

    assert "“call” is done already: <@UANA>, 2 minutes ago." in told.text
    assert told.view is None


def test_old_buttons_of_a_line_say_who_was_first(hall: Hall) -> None:
    contract = hall.types(OMAR, "checklist").button("Done", "contract")
    visit = hall.types(OMAR, "checklist").button("Done", "visit")
    hall.presses(OMAR, contract)
    accept, back = (hall.types(FAYE, "checklist").button(label) for label in ("Accept", "Send back"))
    hall.presses(FAYE, accept)
    hall.submits(OMAR, hall.presses(OMAR, visit).view or {}, proof_on="2026-11-23")
    hall.clock.move(hours=1)

    assert "“contract” is accepted already: <@UFAYE>, 1 hour ago." in hall.presses(OMAR, contract).text
    assert "“contract” is accepted already: <@UFAYE>, 1 hour ago." in hall.presses(FAYE, accept).text
    assert "“contract” is accepted already: <@UFAYE>, 1 hour ago." in hall.presses(FAYE, back).text
    assert "“visit” is done already: <@UOMAR>, 1 hour ago." in hall.presses(OMAR, visit).text


def test_a_line_that_waits_says_for_what(hall: Hall) -> None:
    told = hall.presses(FAYE, button(ids.ITEM_DONE, hall.deal, hall.item("report")))

    assert "“report” cannot be done yet: it waits for “visit”." in told.text


def test_only_the_receiver_sends_a_line_back(hall: Hall) -> None:
    hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "contract"))

    told = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Send back", "contract"))

    assert "Only <@UFAYE> or <@UANA> can send back “contract”." in told.text


def test_an_old_accept_is_not_about_evidence_that_nobody_saw(hall: Hall) -> None:
    contract = hall.item("contract")
    hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, contract))
    accept, back = (hall.types(FAYE, "checklist").button(label) for label in ("Accept", "Send back"))
    form = hall.presses(FAYE, back).view or {}
    hall.submits(FAYE, form, reason="no signature")
    assert "is not marked as done" in hall.presses(FAYE, accept).text
    hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("contract")))
    before = hall.events()

    for told in (
        hall.presses(FAYE, accept),
        hall.presses(FAYE, back),
        hall.submits(FAYE, form, reason="no signature"),
    ):
        assert "“contract” has changed since you were shown it, so nothing was done." in told.said
    assert hall.events() == before


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        (ids.STEP_RESCHEDULE, {"when": "1.12.", "reason": "rain"}),
        (ids.STEP_WAITING, {"on": "customer", "until": "wed"}),
    ],
)
def test_a_form_about_a_step_that_was_moved_meanwhile_overwrites_nothing(
    hall: Hall, action: str, answers: dict[str, str]
) -> None:
    form = hall.presses(ANA, button(action, hall.deal, hall.commit("call"))).view or {}
    hall.types(OMAR, "reschedule call 30.11. because they asked")
    moved = hall.step("call")

    told = hall.submits(ANA, form, **answers)

    assert "“call” has changed since you were shown it, so nothing was done." in told.said
    assert hall.step("call") == moved


def test_a_replaced_offer_says_who_is_asked_now(hall: Hall) -> None:
    accept, decline = (hall.types(OMAR).button(label) for label in ("Accept", "Decline"))
    hall.types(ANA, "owner <@UFAYE>")

    assert "Only <@UFAYE> can accept this deal." in hall.presses(OMAR, accept).text
    assert "Only <@UFAYE> can decline this deal." in hall.presses(OMAR, decline).text


def test_an_offer_that_is_settled_says_who_owns_the_deal(hall: Hall) -> None:
    accept = hall.types(OMAR).button("Accept")
    hall.presses(OMAR, accept)

    told = hall.presses(OMAR, accept)

    assert "Nobody is asked to own this deal: <@UOMAR> owns it." in told.text


def test_an_old_decision_says_who_decided_it_and_when(hall: Hall) -> None:
    decider = hall.stand_still()
    card = button(f"{ids.DECIDE}:{Choice.REPLAN}", hall.deal, extra=Choice.REPLAN)
    form = hall.presses(decider, card).view or {}
    hall.submits(decider, form, when="1.2.2027", reason="the opening moved")
    hall.clock.move(minutes=5)

    for told in (hall.presses(LIV, card), hall.types(ANA, "decide")):
        assert f"<@{decider}> decided this 5 minutes ago." in told.text
    assert "decided this 5 minutes ago" in hall.submits(LIV, form, when="1.3.2027", reason="x").said


def test_buttons_of_a_deal_that_stands_say_so(hall: Hall) -> None:
    decider = hall.stand_still()
    form = hall.presses(decider, button(f"{ids.DECIDE}:{Choice.HOLD}", hall.deal, extra=Choice.HOLD)).view or {}
    hall.submits(decider, form, until="1.2.2027", reason="they asked us to")

    for action in (ids.STEP_NEXT, ids.OFFER_OWNER, ids.ACCEPT_OWNER, ids.DECLINE_OWNER, f"{ids.DECIDE}:stop"):
        told = hall.presses(ANA, button(action, hall.deal, extra="stop"))
        assert "This deal is on hold until Monday 1 February 2027" in told.text
        assert told.view is None


@pytest.mark.parametrize("value", ["", "nonsense", "|||", "more"])
@pytest.mark.parametrize("action", [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.ITEM_DONE, ids.ACCEPT_OWNER, ids.DECIDE])
def test_a_button_that_we_never_drew_changes_nothing(hall: Hall, action: str, value: str) -> None:
    before = hall.events()

    told = hall.presses(ANA, {"action_id": action, "value": value})

    assert told.text.startswith("That is not here any more, so nothing was changed.")
    assert hall.events() == before


def test_a_button_that_this_baton_has_forgotten_is_answered_all_the_same(hall: Hall) -> None:
    assert "nothing was changed" in hall.presses(ANA, {"action_id": "step.snooze", "value": "1"}).text
    assert "nothing was changed" in hall.presses(ANA, {"action_id": "anything-at-all", "value": "1"}).text


def test_a_step_that_waits_is_moved_by_its_own_button(hall: Hall) -> None:
    step = hall.commit("call")
    until: Due = by("2026-11-30")
    asked = hall.office.asked(ANA, "park")
    deals.park(
        hall.office.desk, asked, by_id(hall.deal_id), step_id=step.id, on=WaitingOn.CUSTOMER, until=until, reason=""
    )

    form = hall.presses(ANA, button(ids.STEP_RESCHEDULE, hall.deal, step)).view or {}
    hall.submits(ANA, form, when="1.12.", reason="they answered")

    assert hall.step("call").due == by("2026-12-01")
    assert hall.step("call").parked is None
