"""What came of one call to Slack, sorted so that only what surely did not happen is ever done again."""

import http.client
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.model import ChannelId


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack did it and said so."""

    answer: Mapping[str, Any]

    @property
    def channel_id(self) -> ChannelId:
        """Return the channel that the answer is about, whether it is named or described."""
        channel = self.answer.get("channel") or {}
        return ChannelId(str(channel if isinstance(channel, str) else channel.get("id", "")))

    @property
    def ts(self) -> str:
        """Return the message's timestamp, empty where there is no message."""
        return str(self.answer.get("ts", ""))

    @property
    def next_cursor(self) -> str:
        """Return where the next page starts; empty after the last one."""
        return str((self.answer.get("response_metadata") or {}).get("next_cursor") or "")


@dataclass(frozen=True, slots=True)
class Later:
    """It did not happen, for a reason that is not the message's own. ``in_doubt``: an earlier attempt is unresolved.

    ``counts``: it was an attempt, and there is an end to them. ``is_limit``: Slack wants fewer calls.
    """

    seconds: float
    why: str
    in_doubt: bool = False
    counts: bool = False
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not happen; ``permanent`` when trying again cannot help. ``why`` is Slack's error code or a sentence."""

    why: str
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have happened."""

    why: str


@dataclass(frozen=True, slots=True)
class TooLate:
    """The lease is lost, or too short for another call; this attempt sent nothing."""

    why: str = "the lease was over before the call"


Failure = Later | Refused | Unsure | TooLate
Outcome = Sent | Failure

LIMITED = frozenset({"ratelimited", "rate_limited"})
# Slack broke while it was at it: what it was asked for may be done.
AMBIGUOUS = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "duplicate_message_not_found",
        "duplicate_channel_not_found",
    }
)
# The door is shut, for every message of the workspace alike: an operator or Slack opens it, and nothing is given up.
SHUT = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "org_login_required",
        "two_factor_setup_required",
        "team_added_to_org",
        "accesslimited",
    }
)
NO_SUCH_PLACE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "is_inactive"})
NO_SUCH_PERSON = frozenset({"user_not_found", "users_not_found", "user_disabled", "user_not_visible"})
# Drawn the same, it is refused the same.
WRONG_CONTENT = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "too_long",
        "invalid_name",
        "invalid_name_maxlength",
        "invalid_name_punctuation",
        "invalid_name_required",
        "invalid_name_specials",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
    }
)
PERMANENT = NO_SUCH_PLACE | NO_SUCH_PERSON | WRONG_CONTENT

RETRY_AFTER = 30.0
SHUT_SECONDS = 60.0
UNREACHABLE_SECONDS = 10.0
CODE = re.compile(r"[a-z0-9_]{1,80}")
# Raised before a byte of the request is written. A timeout is not here: it may strike while the request is on its way.
BEFORE_THE_WIRE = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)

Trouble = SlackApiError | OSError | http.client.HTTPException | ValueError


def of_trouble(error: Trouble) -> Outcome:
    """Sort what the client raised. No text of the error is passed on: it could quote an address or an answer."""
    if isinstance(error, SlackApiError):
        response = error.response
        return of_answer(response.status_code, response.headers, response.data)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, BEFORE_THE_WIRE):
        return Later(UNREACHABLE_SECONDS, f"Slack cannot be reached ({type(reason).__name__})")
    return Unsure(f"no answer ({type(reason).__name__})")


def of_answer(status: int, headers: Mapping[str, str], answer: object) -> Outcome:
    """Sort an answer that is not a plain success."""
    code = answer.get("error") if isinstance(answer, dict) else None
    if status == http.client.TOO_MANY_REQUESTS or code in LIMITED:
        return Later(_retry_after(headers), "Slack asks to wait", is_limit=True)
    if status >= http.client.INTERNAL_SERVER_ERROR or not isinstance(code, str) or not CODE.fullmatch(code):
        return Unsure(f"an answer that says nothing (HTTP {status})")
    if code in AMBIGUOUS:
        return Unsure(code)
    if code in SHUT:
        return Later(SHUT_SECONDS, code)
    return Refused(code, permanent=code in PERMANENT)


def _retry_after(headers: Mapping[str, str]) -> float:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(given) if str(given).isdigit() and int(given) else RETRY_AFTER
