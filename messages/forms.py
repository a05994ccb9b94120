"""Forms: what is asked, with a hint and an example beside what people get wrong."""

from collections.abc import Sequence

from bot.model import Choice, Consequence, Deal, DealStatus, Item, Otherwise, Step, UserId, WaitingOn
from bot.rules.evidence import spelled_out
from bot.rules.slipped_twice import FREE, own_slips
from messages import ids
from messages.blocks import (
    Block,
    choice_input,
    context,
    date_input,
    field,
    modal,
    number_input,
    person_input,
    section,
    text_input,
    url_input,
)
from messages.buttons import choice_label
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.otherwise import spoken
from messages.reasons import cause_choices, reason_choices
from messages.words import enumerated, label, words

View = Block

NAME, ACCOUNT, AMOUNT, KIND, PERSON = "name", "account", "amount", "kind", "person"
WHAT, WHEN, ELSE, OTHERWISE, REASON = "what", "when", "else", "otherwise", "reason"
ON, UNTIL, PROOF, PROOF_ON, CODE = "on", "until", "proof", "proof_on", "code"
CAUSE, DEAL = "cause", "deal"
NONE = "none"
"""Names of fields: the block_id of each input, under which its value comes back."""

LONGEST = 500
MOST_PARTS = 10
LONGEST_NAME = 200
LONGEST_WHEN = 60
WHEN_EXAMPLE = "fri 15:00"
PARTIES = (
    (WaitingOn.CUSTOMER, "forms#customer"),
    (WaitingOn.THIRD_PARTY, "forms#third_party"),
    (WaitingOn.US, "forms#us"),
)

OTHERWISES = (
    (str(Otherwise.DECIDE), "forms#decide"),
    (str(Otherwise.LEAD), "forms#lead"),
    (str(Otherwise.STEP), "forms#step"),
)

TYPED = ("file", "number", "amount", "form", "text")
"""Kinds of evidence that are typed in words, each with a question and a hint of its own."""
MOST_ENDING = 5


def won(kinds: Sequence[tuple[str, str]], *, name: str = "", amount: str = "", carried: str = "") -> View:
    """Ask what was won; ``kinds`` are (kind, title) of the playbooks, ``carried`` comes back with the answer."""
    blocks = [
        field(
            NAME,
            label("forms#what_was_won"),
            text_input(initial=name, placeholder=label("forms#acme_ev_site"), most=LONGEST_NAME),
        ),
        field(
            ACCOUNT,
            label("forms#for_which_customer"),
            text_input(placeholder=label("forms#acme_oy"), most=LONGEST_NAME),
        ),
        field(AMOUNT, label("forms#amount_label"), _short(amount, "48000 EUR"), optional=True),
        field(
            WHEN,
            label("forms#promised_to_the_customer"),
            _short("", "1.2."),
            hint=label("forms#when_hint"),
            optional=True,
        ),
    ]
    if kinds:
        blocks.append(field(KIND, label("forms#what_kind_of_deal"), choice_input(kinds, kinds[0][0])))
    return _form(label("forms#won_a_deal"), ids.FORM_WON, carried, label("forms#open_the_deal"), blocks)


def opening(deal: Deal, command: str = "/deal") -> View:
    """Say, in place of the form, that the deal is opened, or that it waits until Baton may speak."""
    said = "form#kept" if deal.status is DealStatus.BACKLOG else "form#opening"
    text = words(
        said,
        deal=deal.facts.name,
        owner=deal.owner_id,
        offered=deal.offer.to if deal.offer else None,
        c=Mrkdwn(command),
    )
    return modal(label("forms#won_a_deal"), callback_id=ids.FORM_WON, metadata="", submit=None, blocks=[section(text)])


def next_step(
    press: Press,
    *,
    what: str = "",
    otherwise: Consequence | None = None,
    when: str = "",
    usual: Consequence | None = None,
    deals: Sequence[tuple[str, str]] = (),
) -> View:
    """Ask what, by when, and what happens otherwise; the kinds of that are offered, and who and what they need.

    ``usual`` is what the playbook says for a step of which nothing else is said. ``deals`` are (id, name) of those that
    it may be for, where that is still to be asked.
    """
    agreed = otherwise or Consequence()
    kinds = (
        (str(Otherwise.DEFAULT), spoken(usual) or label("forms#usually")),
        *((kind, label(name)) for kind, name in OTHERWISES),
    )
    words_of_it = text_input(initial=agreed.text, placeholder=label("forms#tell_the_customer"), most=LONGEST)
    blocks = [
        *([field(DEAL, label("forms#for_which_deal"), choice_input(deals))] if deals else []),
        field(
            WHAT,
            label("forms#what_will_you_do"),
            text_input(initial=what, placeholder=label("forms#call_the_site_manager"), most=LONGEST),
        ),
        _when(label("forms#by_when"), when),
        field(ELSE, label("forms#what_happens_otherwise"), choice_input(kinds, agreed.kind), optional=True),
        field(PERSON, label("forms#who_decides_or_does"), person_input(agreed.person), optional=True),
        field(
            OTHERWISE,
            label("forms#which_step_or_in_your"),
            words_of_it,
            hint=label("forms#otherwise_hint"),
            optional=True,
        ),
    ]
    return _form(label("forms#next_step"), ids.FORM_NEXT, press, label("forms#commit"), blocks)


def take_on(press: Press, step: Step) -> View:
    """Ask by when a step will be done that was written for somebody."""
    blocks = [
        field(WHAT, label("forms#what_will_you_do"), text_input(initial=step.what, most=LONGEST)),
        _when(label("forms#by_when"), ""),
    ]
    return _form(label("forms#i_will_do_it"), ids.FORM_TAKE, press, label("forms#commit"), blocks)


def turn_down(press: Press) -> View:
    blocks = [_reason(label("forms#why_not_you"), "", label("forms#i_am_on_leave_until"))]
    return _form(label("forms#not_me"), ids.FORM_TURN_DOWN, press, label("forms#send"), blocks)


def reschedule(press: Press, step: Step, *, when: str = "", reason: str = "") -> View:
    """Ask for the new date and why; above stand the one in force and what comes of another one."""
    first = step.first_due if step.first_due != step.due else None
    cause = step.parked.on if step.parked else WaitingOn.US
    is_often = len(own_slips(step)) >= FREE
    blocks = [
        section(words("form#step", what=step.what, due=step.due, first=first)),
        context(words("form#moved", by=step.by, is_often=is_often)),
        _when(label("forms#new_date"), when),
        _reason(label("forms#why_does_it_move"), reason, label("forms#the_lift_is_broken")),
        field(CAUSE, label("forms#whose_doing"), choice_input(cause_choices(), cause), optional=True),
    ]
    return _form(label("forms#reschedule"), ids.FORM_RESCHEDULE, press, label("forms#reschedule"), blocks)


def waiting(
    press: Press,
    step: Step,
    *,
    on: WaitingOn | None = None,
    until: str = "",
    reason: str = "",
    chaser: UserId | None = None,
) -> View:
    """Ask whose move it is, who asks them again and when; the step itself stays with who made it."""
    blocks = [
        section(words("form#step", what=step.what, due=step.due, first=None)),
        context(words("form#parked")),
        field(ON, label("forms#whose_move"), choice_input([(str(party), label(name)) for party, name in PARTIES], on)),
        field(
            UNTIL,
            label("forms#when_is_somebody_asked_again"),
            _short(until, WHEN_EXAMPLE),
            hint=label("forms#when_hint"),
        ),
        field(
            PERSON, label("forms#who_asks_again"), person_input(chaser), hint=label("forms#chaser_hint"), optional=True
        ),
        _reason(label("forms#what_do_you_wait"), reason, label("forms#the_signed_drawings"), optional=True),
    ]
    return _form(label("forms#waiting"), ids.FORM_WAITING, press, label("forms#save"), blocks)


def owner(press: Press) -> View:
    hint = label("forms#hint")
    return _form(
        label("forms#hand_over"),
        ids.FORM_OWNER,
        press,
        label("forms#ask"),
        [field(PERSON, label("forms#who_owns_it_next"), person_input(), hint=hint)],
    )


def decline(press: Press) -> View:
    blocks = [_reason(label("forms#why_not_you"), "", label("forms#i_am_on_leave_until"))]
    return _form(label("forms#decline"), ids.FORM_DECLINE, press, label("forms#decline"), blocks)


def item_done(press: Press, item: Item) -> View:
    """Ask for the evidence that this line needs."""
    why = item.reopened.reason if item.reopened else None
    line = section(words("form#line", title=item.title, sent_back=item.sent_back, reopened=why))
    blocks = [line, *(_parts(item) if has_parts(item) else [_evidence(item)])]
    return _form(
        label("forms#done"),
        ids.FORM_ITEM_DONE,
        press,
        label("forms#done"),
        _or_none(blocks) if item.may_be_none else blocks,
    )


def _or_none(blocks: Sequence[Block]) -> Sequence[Block]:
    """Let either the evidence be given or the reason why there is none."""
    either = [block | {"optional": True} if block["type"] == "input" else block for block in blocks]
    why = text_input(placeholder=label("forms#no_grant_is_open"), most=LONGEST)
    return [*either, field(NONE, label("forms#or_is_there_none_then"), why, optional=True)]


def send_back(press: Press) -> View:
    blocks = [_reason(label("forms#what_is_missing"), "", label("forms#the_site_address_is_missing"))]
    return _form(label("forms#send_back"), ids.FORM_SEND_BACK, press, label("forms#send_back"), blocks)


def decide(press: Press, choice: Choice, deal: Deal, ending: Sequence[Step] = ()) -> View:
    """Say what the choice does, and ask for what it needs; a reason always. ``ending``: the next steps that it ends."""
    asked: dict[Choice, list[Block]] = {
        Choice.CONTINUE: [
            field(
                WHAT,
                label("forms#what_is_the_next_step"),
                text_input(placeholder=label("forms#send_the_crew"), most=LONGEST),
            ),
            _when(label("forms#by_when"), ""),
        ],
        Choice.REPLAN: [_when(label("forms#new_promised_date"), "", example="1.2.")],
        Choice.HOLD: [field(UNTIL, label("forms#until_when"), _short("", "1.2."), hint=label("forms#when_hint"))],
    }
    consequence = words(
        "decision/form",
        choice=choice.value,
        owner=deal.owner_id,
        seller=deal.seller_id,
        days=deal.ladder.archive_after_days,
        ends=enumerated([step.what for step in ending], MOST_ENDING) if ending else None,
    )
    why = [
        field(CODE, label("forms#why"), choice_input(reason_choices())),
        _reason(label("forms#in_your_words"), "", label("forms#the_customer_moved_the_opening"), optional=True),
    ]
    title = choice_label(choice)
    return _form(title, ids.FORM_DECIDE, press, title, [section(consequence), *asked.get(choice, []), *why])


def has_parts(item: Item) -> bool:
    """Tell whether each part of what a line must say has a field of its own; a longer form is filled in elsewhere."""
    return item.evidence == "form" and 0 < len(item.parts) <= MOST_PARTS


def part_field(number: int) -> str:
    """Return the name of the field that asks for one part of a form."""
    return f"{PROOF}/{number}"


def _parts(item: Item) -> Sequence[Block]:
    said = spelled_out(item, item.proof or "")
    return [
        field(part_field(n), part, text_input(initial=said.get(part.casefold(), ""), most=LONGEST, multiline=True))
        for n, part in enumerate(item.parts)
    ]


def _evidence(item: Item) -> Block:
    """Ask in the kind of the evidence; what was given before is filled in already, so that nobody types it twice."""
    before = item.proof or ""
    if item.evidence == "date":
        return field(PROOF_ON, label("forms#on_which_date"), date_input())
    if item.evidence == "count":
        # Slack holds to the least figure itself, while the form is still open.
        return field(
            PROOF,
            label("forms#how_many"),
            number_input(item.at_least),
            hint=label("forms#at_least", n=str(item.at_least)) if item.at_least else None,
        )
    if item.evidence == "link":
        return field(PROOF, label("forms#link_to_it"), url_input(initial=before, placeholder="https://…"))
    is_typed = item.evidence in TYPED
    question = label(f"forms#{item.evidence}") if is_typed else label("forms#anything_to_add")
    hint = label(f"forms#{item.evidence}_hint") if is_typed else label("forms#text_hint")
    if item.parts:
        hint = label("forms#parts_hint", parts=", ".join(item.parts))
    element = text_input(initial=before, most=LONGEST, multiline=item.evidence in ("form", "text"))
    return field(PROOF, question, element, hint=hint, optional=not is_typed)


def _when(question: str, initial: str, *, example: str = WHEN_EXAMPLE) -> Block:
    return field(WHEN, question, _short(initial, example), hint=label("forms#when_hint"))


def _reason(question: str, initial: str, example: str, *, optional: bool = False) -> Block:
    element = text_input(initial=initial, placeholder=example, most=LONGEST, multiline=True)
    return field(REASON, question, element, optional=optional)


def _short(initial: str, placeholder: str) -> Block:
    return text_input(initial=initial, placeholder=placeholder, most=LONGEST_WHEN)


def _form(title: str, callback_id: str, press: Press | str, submit: str, blocks: Sequence[Block]) -> View:
    return modal(title, callback_id=callback_id, metadata=str(press), submit=submit, blocks=blocks)
