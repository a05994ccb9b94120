"""The subcommands that name one item of the checklist, as they are typed."""

from collections.abc import Callable, Mapping

from commands.requests import AcceptItem, Request, SendBack
from commands.spelling import parted, unescape, unquoted

EXAMPLES: Mapping[str, str] = {
    "accept": "accept site survey",
    "send-back": "send-back site survey because the address is missing",
}

ALIASES: Mapping[str, str] = {"reject": "send-back", "sendback": "send-back", "send": "send-back"}


def _accept(rest: str) -> AcceptItem:
    return AcceptItem(unquoted(unescape(rest)))


def _send_back(rest: str) -> SendBack:
    # Whoever writes it in two words has left “back” for us.
    what, because = parted(unescape(rest).removeprefix("back "), "because")
    return SendBack(unquoted(what), because)


READERS: Mapping[str, Callable[[str], Request]] = {"accept": _accept, "send-back": _send_back}
