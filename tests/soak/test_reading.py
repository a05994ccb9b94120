"""Messages are understood by their words alone."""

import pytest

from tests.soak.history import Said
from tests.soak.making import DEAL, HOME, ROOMS, STEP, at, said
from tests.soak.reading import understood

PRIVATE_ROOM, LEADERS = ROOMS[3], ROOMS[2]


@pytest.mark.parametrize(
    ("text", "kind", "what", "who", "where"),
    [
        (f"Won: *{DEAL}* for Account 001, €1,001.", "brief", "", "", "channel"),
        (f"<@U1>, will you own *{DEAL}* for Account 001? <@U2> asks", "offer", "", "U1", "channel"),
        (f"<@U1>, will you own *{DEAL}*? Asked Mon 30 Nov", "owner_not_accepted", "", "U1", "channel"),
        (f"<@U1>, *{DEAL}* still needs your answer: will you own it?", "owner_not_accepted", "", "U1", "channel"),
        (f"<@U1>, please decide who owns *{DEAL}*.\n• <@U2> was asked", "owner_not_accepted", "", "U1", "decision"),
        (f"<@U1>, please decide how *{DEAL}* goes on.\n• No date ahead", "nothing_dated", "", "U1", "decision"),
        (f"<@U1>, please decide how *{DEAL}* goes on.\n• *{STEP}*, <@U2>: was", "step_overdue", STEP, "U1", "decision"),
        (
            f"<@U1>, please decide how *{DEAL}* goes on.\n• *{STEP}*, <@U2>: now due Tue",
            "slipped_twice",
            STEP,
            "U1",
            "decision",
        ),
        (f"<@U1> owns *{DEAL}* now, after <@U2>.", "accept", "", "U1", "channel"),
        (f"<@U1>, *{DEAL}* stays with you: <@U2> declined", "decline", "", "U1", "channel"),
        (f"<@U1>, who should own *{DEAL}*? <@U2> was asked Mon", "expired", "", "U1", "channel"),
        (f"Next step: *{STEP}*, <@U1>, by Monday", "commit", STEP, "U1", "channel"),
        (f"Done: *{STEP}*, by <@U1>, on time.", "keep", STEP, "U1", "channel"),
        (f"<@U1> moved *{STEP}* from Mon to Tue", "move", STEP, "U1", "channel"),
        (f"*{STEP}* waits on the customer. <@U1> asks again", "park", STEP, "", "channel"),
        (f"<@U1>, *{STEP}* is not done; it was due", "consequence", STEP, "U1", "channel"),
        (f"<@U1>, *{STEP}* was due Mon 30 Nov. Done?", "step_overdue", STEP, "U1", "channel"),
        (f"<@U1>, *{STEP}* waits on the customer; you wanted", "step_overdue", STEP, "U1", "channel"),
        ("<@U1>, please check *Attach the contract*. <@U2> says", "finish", "contract", "U1", "channel"),
        ("<@U1>, *Attach the contract* was due Tue. Is it done", "item_overdue", "contract", "U1", "channel"),
        (f"<@U1>, the CRM changed *{DEAL}*.\n• amount: €1,001 → €1,207", "updated", "1207", "U1", "channel"),
        (
            "<@U1>, Account 001 was promised this beyond the contract. Can you deliver it?\n*promise a001* (by <@U2>)",
            "promise",
            "promise a001",
            "U1",
            "channel",
        ),
        ("<@U1>, <@U2> cannot deliver *promise a001* as promised", "refuse", "promise a001", "U1", "channel"),
        ("<@U1> has *Attach the contract* now, from <@U2>.", "give", "contract", "U1", "channel"),
        ("<@U1>, what does Account 001 hear from us now?", "customer_stale", "", "U1", "channel"),
        (f"<@U1> decided: *{DEAL}* stops here.", "decide", "", "U1", "channel"),
        (f"The handover of *{DEAL}* is complete, 1 working day", "complete", "", "", "channel"),
        ("*Sales checklist*: 0 of 1 done", "checklist", "Sales", "", "channel"),
        (f"{DEAL}\n*Owner:* <@U1>", "board", "", "", "channel"),
        (
            f"Everything on the checklist of *{DEAL}* is done and accepted. <@U1>, can it be closed?",
            "settled",
            "",
            "U1",
            "channel",
        ),
        ("Good morning", "unknown", "", "", "channel"),
    ],
)
def test_what_stands_in_a_deals_channel_is_understood(text: str, kind: str, what: str, who: str, where: str) -> None:
    told = understood(said(at("9:00"), text), ROOMS[0], {HOME: DEAL}, {STEP: DEAL})

    assert (told.kind, told.deal, told.what, told.who, told.where) == (kind, DEAL, what, who, where)


@pytest.mark.parametrize(
    ("text", "around", "kind", "deal", "what"),
    [
        (f"Due Mon 30 Nov 14:00: *{STEP}*, <@U1>. Done?", "", "step_due", DEAL, STEP),
        ("Due Tue 1 Dec: *Attach the contract*, <@U1>.", f"{DEAL} · #x", "item_due", DEAL, "contract"),
        (
            "<@U1>, *Attach the contract* waits to be accepted: <@U2> did it Tue.",
            f"{DEAL} · #x",
            "done_not_accepted",
            DEAL,
            "contract",
        ),
        ("<@U1>, *Send the invoice* can start: what", f"{DEAL} · #x", "take", DEAL, "invoice"),
        (f"<@U1>, what is the next step for *{DEAL}*, and by when?", "", "nothing_dated", DEAL, ""),
        ("3 things need you, Tue 1 Dec 2026\n• *Deal 007*", "", "digest", "", ""),
        ("1 thing needs you, Tue 1 Dec 2026", "", "digest", "", ""),
    ],
)
def test_what_is_said_privately_tells_its_deal(text: str, around: str, kind: str, deal: str, what: str) -> None:
    one = said(at("9:00"), text, PRIVATE_ROOM.id)
    told = understood(type(one)(one.channel, one.ts, one.at, text, "m", around), PRIVATE_ROOM, {}, {STEP: DEAL})

    assert (told.kind, told.deal, told.what, told.where) == (kind, deal, what, "private")


@pytest.mark.parametrize(
    ("about", "kind", "what"),
    [
        (f"• *{STEP}*, <@U2>: now due Tue, first date Mon", "slipped_twice", STEP),
        ("• <@U2> was asked Mon to own it; no answer yet", "owner_not_accepted", ""),
        ("• No date ahead since Mon", "nothing_dated", ""),
        (f"• *{STEP}*, <@U2>: was due Mon", "step_overdue", STEP),
        ("• *Attach the contract*, <@U2>: was due Tue", "item_overdue", "contract"),
        ("• *Attach the contract*: done by <@U2> Tue, not accepted by <@U3> yet", "done_not_accepted", "contract"),
    ],
)
def test_what_leadership_hears_tells_what_it_is_about(about: str, kind: str, what: str) -> None:
    stands = "has a step that keeps moving" if kind == "slipped_twice" else "stands still"
    text = f"<@U1>, *{DEAL}* for Account 001 {stands}. <@U3> was asked to decide.\n{about}"
    told = understood(said(at("9:00"), text, LEADERS.id), LEADERS, {}, {})

    assert (told.kind, told.deal, told.what, told.where) == (kind, DEAL, what, "leadership")


@pytest.mark.parametrize(("is_line", "kind"), [(True, "ended"), (False, "unknown")])
def test_only_a_line_may_say_from_the_beginning_how_it_ended(is_line: bool, kind: str) -> None:
    text = "*Who owns this deal*: <@U1> declined, Tue 1 Dec 11:27"
    one = Said(PRIVATE_ROOM.id, at("9:00"), at("9:00"), text, "m", f"{DEAL} · #x", text, is_line=is_line)

    told = understood(one, PRIVATE_ROOM, {}, {})

    assert told.kind == kind
    assert told.deal == (DEAL if is_line else "")
