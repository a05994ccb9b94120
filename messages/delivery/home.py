"""Publish a person's Home: the newest content wins, and one that cannot be published waits for its next opening."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from bot.model import UserId
from messages.delivery.jobs import MOST_ATTEMPTS, Delivered, Job, Moot, Result
from messages.delivery.outcomes import NO_SUCH_PERSON, Later, Outcome, Refused, Sent, Unsure
from messages.delivery.rates import PUBLISH
from messages.delivery.wire import Wire
from messages.home import view

CHANGED = "hash_conflict"
AT_ONCE, SOON = 0.0, 5.0
# The app's Home tab is switched off, or Slack shows none to this person: nothing of a deal depends on it.
NOBODY_SEES_IT = NO_SUCH_PERSON | {
    "not_enabled",
    "unknown_method",
    "method_deprecated",
    "missing_scope",
    "not_allowed_token_type",
    "user_is_restricted",
    "access_denied",
}


def publish(job: Job, wire: Wire) -> Result:
    """Publish the Home as it was just read, unless another one was published meanwhile: then it is read anew."""
    person = job.outgoing.to_user
    assert person is not None
    if job.row.attempt + 1 >= MOST_ATTEMPTS:
        return Moot("the Home could not be published; its next opening does")
    message = job.render(job.outgoing, job.scene)
    known = wire.home_hash(person)
    facts = job.scene.home
    assert facts is not None
    arguments = {"user_id": person, "view": view(str(facts.shown), message)}
    # Nobody sends this one again as it was: its words need not be kept.
    body = dumps({"since": job.since.timestamp()})
    # What names no part was not asked for by its person, who may be asleep: it leaves room for those who look just now.
    is_beside = job.outgoing.detail is None
    said = wire.send(
        PUBLISH, arguments | ({"hash": known} if known else {}), body=body, channel_id=None, is_beside=is_beside
    )
    return _result(said, person, wire)


def _result(said: Outcome, person: UserId, wire: Wire) -> Result:
    match said:
        case Sent(answer=answer):
            wire.keep_home(person, _hash(answer))
            return Delivered()
        case Refused(why=why) if why == CHANGED:
            # What is known by now is too old to go by: read again, and published over whatever stands there.
            wire.keep_home(person, None)
            return Later(AT_ONCE, "another Home was published meanwhile", counts=True)
        case Refused(why=why) if why in NOBODY_SEES_IT:
            return Delivered(note=f"the Home was not published: {why}")
        case Unsure(why=why):
            # Published twice it is the same Home. If this call still arrives, its hash is too old by then.
            return Later(SOON, why, counts=True)
    return said


def _hash(answer: Mapping[str, Any]) -> str | None:
    shown = answer.get("view")
    found = shown.get("hash") if isinstance(shown, Mapping) else None
    return found if isinstance(found, str) else None
