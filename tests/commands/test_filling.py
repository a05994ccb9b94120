"""Every form: what it changes, and where a sentence stands when it cannot."""

from datetime import date

import pytest

from bot.events import (
    DealOpened,
    Decided,
    Event,
    ItemDone,
    ItemSentBack,
    OwnerDeclined,
    OwnerOffered,
    StepCommitted,
    StepParked,
    StepRescheduled,
)
from bot.model import Choice, DealStatus, StepStatus, UserId, WaitingOn
from messages import ids
from tests.bot.making import ANA, FAYE, GONE, GUEST, OMAR, STRANGER, by
from tests.commands.hall import ELSEWHERE, Hall, Json, button

LONG = "x" * 501


def form_of(hall: Hall, action: str, who: UserId = ANA, choice: str = "") -> Json:
    """Open a form by its button, with a step there to be moved."""
    steps = [step for step in hall.deal.steps if step.what == "call"]
    step = steps[0] if steps else hall.commit("call")
    pressed = button(f"{action}:{choice}" if choice else action, hall.deal, step, choice)
    told = hall.presses(who, pressed)
    assert told.view, told.said
    return told.view


@pytest.mark.parametrize(
    ("action", "answers", "event"),
    [
        (ids.STEP_NEXT, {"what": "ship", "when": "fri"}, StepCommitted),
        (ids.STEP_NEXT, {"what": "ship", "when": "fri", "otherwise": "no slot"}, StepCommitted),
        (ids.STEP_RESCHEDULE, {"when": "1.12. 15:00", "reason": "rain"}, StepRescheduled),
        (ids.STEP_WAITING, {"on": "third party", "until": "wed"}, StepParked),
        (ids.OFFER_OWNER, {"person": FAYE}, OwnerOffered),
    ],
)
def test_a_form_does_what_it_says_and_closes(hall: Hall, action: str, answers: Json, event: type[Event]) -> None:
    view = form_of(hall, action)

    told = hall.submits(ANA, view, **answers)

    assert (told.status, told.said, told.view) == (200, "", None)
    assert event in hall.events()[5:]


def test_declining_tells_why(hall: Hall) -> None:
    hall.submits(OMAR, form_of(hall, ids.DECLINE_OWNER, OMAR), reason="on leave")

    assert hall.events()[-1] is OwnerDeclined
    assert hall.deal.offer is None


def test_a_line_is_done_with_its_evidence_and_sent_back_with_a_reason(hall: Hall) -> None:
    visit = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "visit")).view or {}
    hall.submits(OMAR, visit, proof_on="2026-11-20")
    hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "contract"))
    back = hall.presses(FAYE, hall.types(FAYE, "checklist").button("Send back", "contract")).view or {}
    hall.submits(FAYE, back, reason="no signature")

    assert (hall.item("visit").proof, hall.item("visit").proof_on) == ("2026-11-20", date(2026, 11, 20))
    assert hall.item("contract").sent_back == "no signature"
    assert {ItemDone, ItemSentBack} <= set(hall.events())


@pytest.mark.parametrize(
    ("choice", "answers", "status"),
    [
        (Choice.CONTINUE, {"what": "send the crew", "when": "1.2.2027"}, DealStatus.OPEN),
        (Choice.REPLAN, {"when": "1.2.2027"}, DealStatus.OPEN),
        (Choice.HOLD, {"until": "1.2.2027"}, DealStatus.HELD),
        (Choice.RETURN, {}, DealStatus.OPEN),
        (Choice.STOP, {}, DealStatus.STOPPED),
    ],
)
def test_each_decision_is_applied(hall: Hall, choice: Choice, answers: Json, status: DealStatus) -> None:
    decider = hall.stand_still()
    view = hall.presses(decider, button(f"{ids.DECIDE}:{choice}", hall.deal, extra=choice)).view or {}

    told = hall.submits(decider, view, reason="the opening moved", **answers)

    assert told.said == ""
    assert Decided in hall.events()
    assert hall.deal.status is status


@pytest.mark.parametrize("cause", list(WaitingOn))
def test_whose_doing_a_slip_is_can_be_chosen(hall: Hall, cause: WaitingOn) -> None:
    view = form_of(hall, ids.STEP_RESCHEDULE)

    hall.submits(ANA, view, when="1.12.", reason="they sign later", cause=cause)

    assert [slip.cause for step in hall.deal.steps for slip in step.slips] == [cause]


def test_an_offered_step_is_taken_on_with_a_date_or_turned_down_with_a_reason(hall: Hall) -> None:
    for who, kind in ((OMAR, "taken"), (FAYE, "turned down")):
        offered = hall.offer_step("tell the customer", to=who)
        action = ids.STEP_TAKE if kind == "taken" else ids.STEP_TURN_DOWN
        view = hall.presses(who, button(action, hall.deal, offered)).view or {}
        hall.submits(who, view, **({"when": "1.12."} if kind == "taken" else {"reason": "on leave"}))

    assert [step.status for step in hall.deal.steps if step.instead_of] == [StepStatus.OPEN, StepStatus.DROPPED]


def test_a_new_promised_date_is_the_day_of_whoever_decides(hall: Hall) -> None:
    decider = hall.stand_still()
    view = hall.presses(decider, button(f"{ids.DECIDE}:replan", hall.deal, extra=Choice.REPLAN)).view or {}

    hall.submits(decider, view, reason="the opening moved", when="1.2.2027 00:15")

    assert hall.deal.facts.promised_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("action", "answers", "field", "words"),
    [
        (ids.STEP_NEXT, {"what": "ship", "when": "soonish"}, "when", "not a time I understand. This works: tomorrow"),
        (ids.STEP_NEXT, {"what": "ship", "when": "1.1.2020"}, "when", "and that is past"),
        (ids.STEP_NEXT, {"what": " ", "when": "fri"}, "what", "What you will do is missing. For example: “call"),
        (ids.STEP_NEXT, {"what": LONG, "when": "fri"}, "what", "has 501 characters, and 500 fit"),
        (ids.STEP_NEXT, {"what": "a", "when": "fri", "otherwise": LONG}, "otherwise", "501 characters, and 500 fit"),
        (ids.STEP_RESCHEDULE, {"when": "yesterday", "reason": "rain"}, "when", "and that is past"),
        (ids.STEP_RESCHEDULE, {"when": "27.11.", "reason": "rain"}, "when", "is the date it has already"),
        (ids.STEP_RESCHEDULE, {"when": "1.12.", "reason": ""}, "reason", "Why it moves is missing"),
        (ids.STEP_RESCHEDULE, {"when": "1.12.", "reason": LONG}, "reason", "501 characters, and 500 fit"),
        (ids.STEP_WAITING, {"on": "us", "until": "never"}, "until", "not a time I understand"),
        (ids.STEP_WAITING, {"on": "us", "until": "fri", "reason": LONG}, "reason", "501 characters, and 500 fit"),
        (ids.STEP_WAITING, {"on": "Bob", "until": "fri"}, "on", "Who moves next is missing"),
        (ids.OFFER_OWNER, {"person": ANA}, "person", "Ana owns this deal already"),
        (ids.OFFER_OWNER, {"person": GUEST}, "person", "Gus is a guest here"),
        (ids.OFFER_OWNER, {"person": GONE}, "person", "The account of Gone is switched off"),
        (ids.OFFER_OWNER, {"person": STRANGER}, "person", "somebody is an app, or somebody whom"),
        (ids.OFFER_OWNER, {"person": None}, "person", "Who owns it next is missing"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_in_plain_words(
    hall: Hall, action: str, answers: Json, field: str, words: str
) -> None:
    view = form_of(hall, action)
    before = hall.events()

    told = hall.submits(ANA, view, **answers)

    assert list(told.errors) == [field]
    assert words in told.errors[field]
    assert not set("`*<>") & set(told.errors[field])
    assert hall.events() == before


@pytest.mark.parametrize(
    ("choice", "answers", "field"),
    [
        (Choice.CONTINUE, {"what": "", "when": "fri"}, "what"),
        (Choice.CONTINUE, {"what": "go", "when": "then"}, "when"),
        (Choice.REPLAN, {"when": "then"}, "when"),
        (Choice.HOLD, {"until": "then"}, "until"),
        (Choice.STOP, {"reason": " "}, "reason"),
        (Choice.RETURN, {"reason": LONG}, "reason"),
    ],
)
def test_a_decision_that_lacks_something_stays_open_beside_it(
    hall: Hall, choice: Choice, answers: Json, field: str
) -> None:
    decider = hall.stand_still()
    view = hall.presses(decider, button(f"{ids.DECIDE}:{choice}", hall.deal, extra=choice)).view or {}

    told = hall.submits(decider, view, **({"reason": "it moved"} | answers))

    assert list(told.errors) == [field]
    assert Decided not in hall.events()


def test_evidence_that_is_not_given_is_asked_for_beside_its_field(hall: Hall) -> None:
    view = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "visit")).view or {}

    told = hall.submits(OMAR, view, proof_on=None)

    assert told.errors == {"proof_on": "The evidence is missing. For example: “2026-12-01”"}


def test_a_form_about_a_step_that_ended_meanwhile_says_who_was_faster(hall: Hall) -> None:
    view = form_of(hall, ids.STEP_RESCHEDULE)
    hall.presses(OMAR, button(ids.STEP_DONE, hall.deal, hall.step("call")))
    hall.clock.move(minutes=3)

    told = hall.submits(ANA, view, when="1.12.", reason="rain")

    assert "“call” is done already: Omar, 3 minutes ago." in told.errors["when"]
    assert "What comes next: /deal next call the customer by fri" in told.errors["when"]


def test_a_form_that_was_refused_can_be_put_right(hall: Hall) -> None:
    view = form_of(hall, ids.STEP_NEXT)
    hall.submits(ANA, view, view_id="V1", what="ship", when="soonish")

    hall.submits(ANA, view, view_id="V1", what="ship", when="fri")

    assert hall.step("ship").due == by("2026-11-27")


class TestWinning:
    """The form that opens a deal."""

    def won(self, hall: Hall, who: UserId = ANA, **answers: str | None) -> tuple[Json, dict[str, str | None]]:
        view = hall.types(who, "won", channel=ELSEWHERE).view or {}
        return view, {"name": "Big EV site", "account": "Big Oy", "kind": "site", **answers}

    def test_opens_a_deal_that_its_seller_owns_until_somebody_accepts(self, hall: Hall) -> None:
        view, answers = self.won(hall, amount="€1.5m", when="1.2.2027")

        told = hall.submits(ANA, view, **answers)

        assert told.view
        assert "*Big EV site* is opened." in str(told.view["blocks"])
        (deal,) = (each for each in hall.office.deals() if each.source == "slack")
        assert (deal.owner_id, deal.seller_id, deal.offer and deal.offer.to) == (ANA, ANA, OMAR)
        assert (deal.facts.amount_minor, deal.facts.currency) == (150_000_000, "EUR")
        assert deal.facts.promised_on == date(2027, 2, 1)
        assert DealOpened in hall.office.events(deal.id)

    def test_takes_the_deals_name_where_no_customer_is_named(self, hall: Hall) -> None:
        view, answers = self.won(hall, account="", kind="site")

        hall.submits(ANA, view, **answers)

        assert {deal.facts.account for deal in hall.office.deals()} == {"Acme Oy", "Big EV site"}

    @pytest.mark.parametrize(
        ("field", "answer", "words"),
        [
            ("name", " ", "The deal's name is missing. For example: “Acme EV site”"),
            ("name", "x" * 201, "has 201 characters, and 200 fit"),
            ("account", "x" * 201, "has 201 characters, and 200 fit"),
            ("amount", "a lot", "is not an amount with its currency. This works: 48000 EUR"),
            ("when", "soonish", "not a time I understand"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, hall: Hall, field: str, answer: str, words: str) -> None:
        view, answers = self.won(hall, **{field: answer})

        told = hall.submits(ANA, view, **answers)

        assert words in told.errors[field]
        assert len(hall.office.deals()) == 1

    def test_brings_one_deal_however_often_and_late_slack_delivers_it(self, hall: Hall) -> None:
        view, answers = self.won(hall)
        first = hall.submits(ANA, view, view_id="V1", **answers)
        (deal,) = (each for each in hall.office.deals() if each.source == "slack")
        happened = hall.office.events(deal.id)
        hall.clock.move(seconds=7)

        again = hall.submits(ANA, view, view_id="V1", **answers)

        assert again.view == first.view
        assert len(hall.office.deals()) == 2
        assert hall.office.events(deal.id) == happened

    def test_opens_none_for_a_guest_who_typed_it_or_was_made_one_meanwhile(self, hall: Hall) -> None:
        view, answers = self.won(hall)

        typed, filled_in = hall.types(GUEST, "won"), hall.submits(GUEST, view, **answers)

        for told in (typed, filled_in):
            assert "this is for the colleagues of this workspace" in told.said
        assert len(hall.office.deals()) == 1
