"""Who may do what: one table, asked by every rule at the moment at which it decides.

Who somebody is to a deal is looked up anew each time: an old button in the hands of a former owner is theirs no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.context import Context
from bot.model import BATON, ChannelId, Deal, UserId
from bot.refusals import NotInChannel, OnlyColleagues
from bot.rules.asking import with_stand_ins
from bot.rules.members import is_in_channel, may_see


class Kind(StrEnum):
    """What somebody is: to a deal, and one person may be several of these, or else to the workspace."""

    OWNER = "owner"
    SELLER = "seller"
    LEAD = "lead"
    HOLDER = "theirs"
    DECIDER = "decider"
    MEMBER = "channel"
    COLLEAGUE = "colleague"
    ADMIN = "admin"
    INSTALLER = "installer"
    GUEST = "guest"
    OUTSIDER = "other company"
    UNKNOWN = "bot"
    GONE = "deactivated"


class Act(StrEnum):
    """What can be done; the values are the rows of ``docs/permissions.md``."""

    OPEN_DEAL = "open a deal"
    SEE_DEAL = "see a deal: at a glance, checklist, promises, history, why"
    COMMIT = "commit to a next step"
    FINISH_STEP = "mark a next step as done"
    MOVE_STEP = "give a next step another date"
    PARK_STEP = "let a next step wait on somebody"
    ASK = "ask a colleague for a step"
    ANSWER_REQUEST = "take on, answer or turn down what was asked or offered"
    SETTLE_REQUEST = "agree to another date, or take a request back"
    FINISH_ITEM = "mark a line as done"
    ACCEPT_ITEM = "accept a done line"
    SEND_BACK = "send a done line back"
    REOPEN_ITEM = "reopen a line"
    START_ANYWAY = "start a waiting line anyway"
    GIVE_ITEM = "give a line to somebody"
    HAND_BACK = "hand a line back"
    OFFER_OWNER = "ask somebody to own the deal, or ask for it"
    ACCEPT_OWNER = "accept owning the deal"
    DECLINE_OWNER = "decline owning the deal"
    WITHDRAW_OFFER = "take back that somebody was asked to own"
    TAKE_OVER = "take over from an owner who is away or has left"
    CHANGE_LEAD = "say who leads a function"
    DECIDE = "decide how a deal goes on"
    CLOSE = "close a deal, or take it up again"
    SNOOZE = "put off what one is asked"
    CUSTOMER_LINE = "write what the customer hears"
    TELL_PROMISE = "tell what was promised, or that nothing was"
    CHANGE_PROMISE = "change or withdraw a promise"
    ANSWER_PROMISE = "accept or decline a promise"
    MOVE_PLAYBOOK = "let a deal go over to another version of its playbook"
    LOOK_AROUND = "see lists, the report and lessons of all deals"
    OWN_LISTS = "see one's Home, and lists of what is one's own"
    OWN_TIME = "say when one works, is away and gets the digest"
    MARK_AWAY = "mark somebody else as away"
    SETTLE = "change what holds for everybody: settings and playbooks"


OWNER, SELLER, LEAD, HOLDER = Kind.OWNER, Kind.SELLER, Kind.LEAD, Kind.HOLDER
DECIDER, MEMBER, COLLEAGUE, ADMIN, GUEST = Kind.DECIDER, Kind.MEMBER, Kind.COLLEAGUE, Kind.ADMIN, Kind.GUEST
INSTALLER = Kind.INSTALLER

ANYBODY = (OWNER, SELLER, LEAD, HOLDER, DECIDER, MEMBER, COLLEAGUE, ADMIN, INSTALLER)
"""Everybody of the workspace itself, whatever they are to the deal."""

TABLE: Mapping[Act, tuple[Kind, ...]] = {
    Act.OPEN_DEAL: ANYBODY,
    Act.SEE_DEAL: (*ANYBODY, GUEST),
    Act.COMMIT: ANYBODY,
    Act.FINISH_STEP: (HOLDER, OWNER, LEAD, GUEST),
    Act.MOVE_STEP: (HOLDER, OWNER, LEAD, GUEST),
    Act.PARK_STEP: (HOLDER, OWNER, LEAD, GUEST),
    Act.ASK: ANYBODY,
    Act.ANSWER_REQUEST: (HOLDER, OWNER, LEAD, GUEST),
    Act.SETTLE_REQUEST: (HOLDER, OWNER, GUEST),
    Act.FINISH_ITEM: (HOLDER, LEAD, OWNER, GUEST),
    Act.ACCEPT_ITEM: (LEAD, OWNER, DECIDER),
    Act.SEND_BACK: (LEAD, OWNER, DECIDER),
    Act.REOPEN_ITEM: (HOLDER, LEAD, OWNER),
    Act.START_ANYWAY: (OWNER,),
    Act.GIVE_ITEM: (HOLDER, LEAD, OWNER),
    Act.HAND_BACK: (HOLDER, GUEST),
    Act.OFFER_OWNER: ANYBODY,
    Act.ACCEPT_OWNER: (HOLDER, DECIDER),
    Act.DECLINE_OWNER: (HOLDER, GUEST),
    Act.WITHDRAW_OFFER: (HOLDER, OWNER),
    Act.TAKE_OVER: (HOLDER, LEAD, ADMIN),
    Act.CHANGE_LEAD: (LEAD, OWNER, ADMIN),
    Act.DECIDE: (DECIDER,),
    Act.CLOSE: (OWNER, LEAD, DECIDER),
    Act.SNOOZE: (HOLDER,),
    Act.CUSTOMER_LINE: ANYBODY,
    Act.TELL_PROMISE: (SELLER, OWNER, LEAD, HOLDER),
    Act.CHANGE_PROMISE: (HOLDER, SELLER, OWNER, LEAD),
    Act.ANSWER_PROMISE: (HOLDER, LEAD, OWNER),
    Act.MOVE_PLAYBOOK: (OWNER, ADMIN),
    Act.LOOK_AROUND: ANYBODY,
    Act.OWN_LISTS: (*ANYBODY, GUEST),
    Act.OWN_TIME: (*ANYBODY, GUEST),
    Act.MARK_AWAY: (LEAD, ADMIN),
    Act.SETTLE: (ADMIN, INSTALLER),
}
"""Who may do what, in the order in which a refusal names them.

A guest may only for what is theirs, in a deal whose channel they are in. Kinds that stand in no row may do nothing.
Whoever stands in for somebody absent may do what they may. Of a private deal nobody but its members may do anything.
"""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom one act concerns besides the owner and the seller: whose the thing is, who leads there, who was asked to decide.

    ``function``: whose lead is asked for the absent. ``is_owners``: the owner gave it themselves, and nobody judges that
    by being the owner.
    """

    theirs: tuple[UserId, ...] = ()
    leads: tuple[UserId, ...] = ()
    deciders: tuple[UserId, ...] = ()
    function: str | None = None
    is_owners: bool = False


def who(
    act: Act, deal: Deal, context: Context, concerned: Concerned | None = None, *, now: datetime
) -> tuple[UserId, ...]:
    """Return by name who may do something in a deal, and whoever stands in for them."""
    about = concerned or Concerned()
    admins = context.admins() if ADMIN in TABLE[act] else ()
    may = with_stand_ins(deal, context, named(act, deal, about, admins), now=now, function=about.function)
    return tuple(user for user in may if _is_let(act, context, user, about))


def named(act: Act, deal: Deal, about: Concerned, admins: tuple[UserId, ...] = ()) -> tuple[UserId, ...]:
    """Return whom the table names for something in a deal, each once, whatever has become of them."""
    people = {
        OWNER: () if about.is_owners else (deal.owner_id,),
        SELLER: (deal.seller_id,),
        LEAD: about.leads,
        HOLDER: about.theirs,
        DECIDER: about.deciders,
        ADMIN: admins,
    }
    return tuple(dict.fromkeys(user for kind in TABLE[act] for user in people.get(kind, ())))


def check(act: Act, context: Context, by: UserId) -> UserId:
    """Return the user if the workspace lets them do something that anybody there may; raise OnlyColleagues otherwise."""
    kind = standing(context, by)
    if by != BATON and kind not in TABLE[act]:
        raise OnlyColleagues(kind.value)
    return by


def let_in(deal: Deal, context: Context, by: UserId, where: ChannelId | None = None) -> None:
    """Raise a refusal unless somebody may come near a deal at all, being who they are now; ``where`` they ask from.

    What they may do there is for the rules. Whoever types in a channel is in it: Slack lets nobody else.
    """
    if by == BATON:
        return
    kind = standing(context, by)
    check(Act.SEE_DEAL, context, by)
    # What was pressed in a channel may be an old message in a window that was never closed.
    is_here = where is not None and where == deal.channel_id and by not in deal.left_channel
    if kind is GUEST and not is_here and not is_in_channel(deal, by):
        raise NotInChannel
    if not is_here and not may_see(deal, by):
        raise NotInChannel


def may_find(deal: Deal, context: Context, user: UserId) -> bool:
    """Tell whether somebody may come upon a deal anywhere but in its channel: in lists, reports, lessons and their Home."""
    kind = standing(context, user)
    if kind in TABLE[Act.LOOK_AROUND]:
        return may_see(deal, user)
    return kind in TABLE[Act.OWN_LISTS] and is_in_channel(deal, user)


def standing(context: Context, user: UserId) -> Kind:
    """Return what somebody is to the workspace, as it knows them now. Of a bot it knows nothing, nor of a stranger."""
    person = context.people.get(user)
    if person is None:
        return Kind.UNKNOWN
    if not person.is_active:
        return Kind.GONE
    if person.is_guest:
        return Kind.OUTSIDER if person.company else GUEST
    if person.is_admin:
        return ADMIN
    return INSTALLER if user == context.installer else COLLEAGUE


def _is_let(act: Act, context: Context, user: UserId, about: Concerned) -> bool:
    """Tell whether somebody whom the table names is still one of those who can be let."""
    kind = standing(context, user)
    if kind is GUEST:
        return GUEST in TABLE[act] and user in about.theirs
    # Of whom nothing is known yet, they were named by the deal itself: they may be learned of any moment.
    return kind not in (Kind.GONE, Kind.OUTSIDER)
