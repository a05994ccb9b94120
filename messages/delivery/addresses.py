"""Which addresses Baton may be sent to by what others say: Slack's, and nobody else's."""

import re
from urllib.parse import SplitResult, urlsplit

SLACK = ("slack.com", "slack-gov.com")
DEFAULT_PORTS = {"https": 443, "http": 80}
# Libraries disagree about backslashes, blanks and other scripts in an address; Slack's hold none of them.
PLAIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[!-\[\]-~]*)?")


def is_slacks(url: str, *, api_url: str) -> bool:
    """Tell whether an address that came with a request is of the Slack that ``api_url`` is part of.

    A press says where its answer goes. Whoever could choose that address would make Baton call what stands behind
    the firewall, so it is believed only where it leads to Slack, or to the very origin that stands in for it.
    """
    asked, ours = _origin(url), _origin(api_url)
    if asked is None or ours is None:
        return False
    if is_slack_host(ours[1]):
        # hooks.slack.com answers for slack.com; no other scheme or port was ever Slack's.
        return asked[0] == "https" and asked[2] == DEFAULT_PORTS["https"] and is_slack_host(asked[1])
    return asked == ours


def is_slack_host(host: str) -> bool:
    """Tell whether a host is Slack itself, by name."""
    name = host.lower().removesuffix(".")
    return any(name == real or name.endswith(f".{real}") for real in SLACK)


def _origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port; None for what could be read in two ways."""
    if not PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return _spelled_out(parts, port)


def _spelled_out(parts: SplitResult, port: int | None) -> tuple[str, str, int] | None:
    host = parts.hostname
    return (parts.scheme, host, DEFAULT_PORTS[parts.scheme] if port is None else port) if host else None
