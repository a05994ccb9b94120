"""Forms: what is asked, with a hint and an example beside what people get wrong."""

from collections.abc import Sequence

from bot.model import Choice, Consequence, Deal, Item, Otherwise, Step, UserId, WaitingOn
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
from messages.buttons import CHOICES
from messages.ids import Press
from messages.otherwise import spoken
from messages.reasons import CAUSES, reason_choices
from messages.words import enumerated, words

View = Block

NAME, ACCOUNT, AMOUNT, KIND, PERSON = "name", "account", "amount", "kind", "person"
WHAT, WHEN, ELSE, OTHERWISE, REASON = "what", "when", "else", "otherwise", "reason"
ON, UNTIL, PROOF, PROOF_ON, CODE = "on", "until", "proof", "proof_on", "code"
CAUSE = "cause"
NONE = "none"
"""Names of fields: the block_id of each input, under which its value comes back."""

LONGEST = 500
MOST_PARTS = 10
LONGEST_NAME = 200
LONGEST_WHEN = 60
WHEN_EXAMPLE = "fri 15:00"
WHEN_HINT = "As you would say it: fri, 1.12. 15:00, in 3 working days. A date means the end of that working day."
CHASER_HINT = "One of us. They are told, and may mark the step as done; without a name it is you."
PARTIES = ((WaitingOn.CUSTOMER, "The customer"), (WaitingOn.THIRD_PARTY, "A third party"), (WaitingOn.US, "Us"))

USUALLY = "As the playbook says: the lead is asked"
OTHERWISES = (
    (str(Otherwise.DECIDE), "A manager decides within a day"),
    (str(Otherwise.LEAD), "It goes to the lead"),
    (str(Otherwise.STEP), "Somebody does the step that I write here"),
)
OTHERWISE_HINT = (
    "For example: tell the customer, release the slot. A person does it: Baton asks them when the time comes."
)

EVIDENCE = {
    "file": ("Which file is it?", "A link to it, or its name and where it lies."),
    "number": ("What is its number?", "For example INV-4711."),
    "amount": ("How much is it?", "With its currency, for example 48000 EUR."),
    "form": ("What does it say?", "Everything that the next one needs to know; a link will do."),
    "text": ("What is the result?", "A sentence is enough."),
}
MOST_ENDING = 5


def won(kinds: Sequence[tuple[str, str]], *, name: str = "", amount: str = "", carried: str = "") -> View:
    """Ask what was won; ``kinds`` are (kind, title) of the playbooks, ``carried`` comes back with the answer."""
    blocks = [
        field(NAME, "What was won?", text_input(initial=name, placeholder="Acme EV site", most=LONGEST_NAME)),
        field(ACCOUNT, "For which customer?", text_input(placeholder="Acme Oy", most=LONGEST_NAME)),
        field(AMOUNT, "Amount", _short(amount, "48000 EUR"), optional=True),
        field(WHEN, "Promised to the customer by", _short("", "1.2."), hint=WHEN_HINT, optional=True),
    ]
    if kinds:
        blocks.append(field(KIND, "What kind of deal is it?", choice_input(kinds, kinds[0][0])))
    return _form("Won a deal", ids.FORM_WON, carried, "Open the deal", blocks)


def opening(deal: Deal) -> View:
    """Say, in place of the form, that the deal is opened."""
    text = words(
        "form#opening", deal=deal.facts.name, owner=deal.owner_id, offered=deal.offer.to if deal.offer else None
    )
    return modal("Won a deal", callback_id=ids.FORM_WON, metadata="", submit=None, blocks=[section(text)])


def next_step(
    press: Press,
    *,
    what: str = "",
    otherwise: Consequence | None = None,
    when: str = "",
    usual: Consequence | None = None,
) -> View:
    """Ask what, by when, and what happens otherwise; the kinds of that are offered, and who and what they need.

    ``usual`` is what the playbook says for a step of which nothing else is said.
    """
    agreed = otherwise or Consequence()
    kinds = ((str(Otherwise.DEFAULT), spoken(usual) or USUALLY), *OTHERWISES)
    words_of_it = text_input(initial=agreed.text, placeholder="Tell the customer", most=LONGEST)
    blocks = [
        field(WHAT, "What will you do?", text_input(initial=what, placeholder="Call the site manager", most=LONGEST)),
        _when("By when?", when),
        field(ELSE, "What happens otherwise?", choice_input(kinds, agreed.kind), optional=True),
        field(PERSON, "Who decides, or does it?", person_input(agreed.person), optional=True),
        field(OTHERWISE, "Which step, or in your words", words_of_it, hint=OTHERWISE_HINT, optional=True),
    ]
    return _form("Next step", ids.FORM_NEXT, press, "Commit", blocks)


def take_on(press: Press, step: Step) -> View:
    """Ask by when a step will be done that was written for somebody."""
    blocks = [field(WHAT, "What will you do?", text_input(initial=step.what, most=LONGEST)), _when("By when?", "")]
    return _form("I will do it", ids.FORM_TAKE, press, "Commit", blocks)


def turn_down(press: Press) -> View:
    blocks = [_reason("Why not you?", "", "I am on leave until 8 December; ask Mika")]
    return _form("Not me", ids.FORM_TURN_DOWN, press, "Send", blocks)


def reschedule(press: Press, step: Step, *, when: str = "", reason: str = "") -> View:
    """Ask for the new date and why; above stand the one in force and what comes of another one."""
    first = step.first_due if step.first_due != step.due else None
    cause = step.parked.on if step.parked else WaitingOn.US
    is_often = len(own_slips(step)) >= FREE
    blocks = [
        section(words("form#step", what=step.what, due=step.due, first=first)),
        context(words("form#moved", by=step.by, is_often=is_often)),
        _when("New date", when),
        _reason("Why does it move?", reason, "The lift is broken"),
        field(CAUSE, "Whose doing is it?", choice_input(CAUSES, cause), optional=True),
    ]
    return _form("Reschedule", ids.FORM_RESCHEDULE, press, "Reschedule", blocks)


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
        field(ON, "Whose move is it?", choice_input([(str(party), label) for party, label in PARTIES], on)),
        field(UNTIL, "When is somebody asked again?", _short(until, WHEN_EXAMPLE), hint=WHEN_HINT),
        field(PERSON, "Who asks again?", person_input(chaser), hint=CHASER_HINT, optional=True),
        _reason("What do you wait for?", reason, "The signed drawings", optional=True),
    ]
    return _form("Waiting on…", ids.FORM_WAITING, press, "Save", blocks)


def owner(press: Press) -> View:
    hint = "They are asked in the channel. It moves when they accept."
    return _form(
        "Hand over", ids.FORM_OWNER, press, "Ask", [field(PERSON, "Who owns it next?", person_input(), hint=hint)]
    )


def decline(press: Press) -> View:
    blocks = [_reason("Why not you?", "", "I am on leave until 8 December; ask Mika")]
    return _form("Decline", ids.FORM_DECLINE, press, "Decline", blocks)


def item_done(press: Press, item: Item) -> View:
    """Ask for the evidence that this line needs."""
    why = item.reopened.reason if item.reopened else None
    line = section(words("form#line", title=item.title, sent_back=item.sent_back, reopened=why))
    blocks = [line, *(_parts(item) if has_parts(item) else [_evidence(item)])]
    return _form("Done", ids.FORM_ITEM_DONE, press, "Done", _or_none(blocks) if item.may_be_none else blocks)


def _or_none(blocks: Sequence[Block]) -> Sequence[Block]:
    """Let either the evidence be given or the reason why there is none."""
    either = [block | {"optional": True} if block["type"] == "input" else block for block in blocks]
    why = text_input(placeholder="No grant is open to this customer", most=LONGEST)
    return [*either, field(NONE, "Or is there none? Then say why", why, optional=True)]


def send_back(press: Press) -> View:
    blocks = [_reason("What is missing?", "", "The site address is missing")]
    return _form("Send back", ids.FORM_SEND_BACK, press, "Send back", blocks)


def decide(press: Press, choice: Choice, deal: Deal, ending: Sequence[Step] = ()) -> View:
    """Say what the choice does, and ask for what it needs; a reason always. ``ending``: the next steps that it ends."""
    asked: dict[Choice, list[Block]] = {
        Choice.CONTINUE: [
            field(WHAT, "What is the next step?", text_input(placeholder="Send the crew", most=LONGEST)),
            _when("By when?", ""),
        ],
        Choice.REPLAN: [_when("New promised date", "", example="1.2.")],
        Choice.HOLD: [field(UNTIL, "Until when?", _short("", "1.2."), hint=WHEN_HINT)],
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
        field(CODE, "Why?", choice_input(reason_choices())),
        _reason("In your words", "", "The customer moved the opening to March", optional=True),
    ]
    title = CHOICES[choice]
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
        return field(PROOF_ON, "On which date?", date_input())
    if item.evidence == "count":
        # Slack holds to the least figure itself, while the form is still open.
        return field(
            PROOF, "How many?", number_input(item.at_least), hint=f"{item.at_least} or more." if item.at_least else None
        )
    if item.evidence == "link":
        return field(PROOF, "Link to it", url_input(initial=before, placeholder="https://…"))
    label, hint = EVIDENCE.get(item.evidence, ("Anything to add?", "A sentence is enough."))
    if item.parts:
        hint = f"A line for each of these, or a link to it: {', '.join(item.parts)}."
    element = text_input(initial=before, most=LONGEST, multiline=item.evidence in ("form", "text"))
    return field(PROOF, label, element, hint=hint, optional=item.evidence not in EVIDENCE)


def _when(label: str, initial: str, *, example: str = WHEN_EXAMPLE) -> Block:
    return field(WHEN, label, _short(initial, example), hint=WHEN_HINT)


def _reason(label: str, initial: str, example: str, *, optional: bool = False) -> Block:
    element = text_input(initial=initial, placeholder=example, most=LONGEST, multiline=True)
    return field(REASON, label, element, optional=optional)


def _short(initial: str, placeholder: str) -> Block:
    return text_input(initial=initial, placeholder=placeholder, most=LONGEST_WHEN)


def _form(title: str, callback_id: str, press: Press | str, submit: str, blocks: Sequence[Block]) -> View:
    return modal(title, callback_id=callback_id, metadata=str(press), submit=submit, blocks=blocks)
