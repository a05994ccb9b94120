"""Knock at our own public address as Slack does, to see whether it leads to this Baton."""

import hashlib
import hmac
import http.client
import json
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot.findings import Finding, Verdict, doubtful, fine, wrong

ABOUT = "public address"
SECONDS = 10
CHALLENGE = "is-anybody-there"
FORWARD = "Let the proxy pass /slack/events on to HOST and PORT, with the body unchanged."


def public_address(url: str | None, secret: str | None, *, stamp: int) -> Finding:
    """Send the challenge that Slack sends, signed with the secret; whoever knows it answers, and nobody else.

    ``stamp`` is now, in Unix seconds.
    """
    if not url:
        return wrong(ABOUT, "PUBLIC_URL is not set.", "Set it to where Slack reaches Baton: https://baton.example.com")
    found = knocked(url, secret, stamp=stamp)
    if found.verdict is Verdict.OK and not url.startswith("https://"):
        return doubtful(ABOUT, f"{found.words} The way there is not encrypted.", "Use an address with https://.")
    return found


def knocked(url: str, secret: str | None, *, stamp: int) -> Finding:
    """Tell what answers at an address."""
    at = f"{url.rstrip('/')}/slack/events"
    try:
        status, answer = _sent(at, secret or "", stamp)
    except HTTPError as error:
        error.close()
        return _refused(at, error.code)
    except (URLError, OSError, http.client.HTTPException, ValueError) as trouble:
        why = getattr(trouble, "reason", trouble)
        words = f"Nobody answers at {at} ({type(why).__name__})."
        return doubtful(ABOUT, words, "Start Baton (python app.py serve) and look again, or check name, proxy and TLS.")
    if status == http.client.OK and CHALLENGE in answer:
        return fine(ABOUT, f"Baton answers at {at}, and takes this signing secret.")
    return wrong(ABOUT, f"What answers at {at} is not Baton.", FORWARD)


def _refused(at: str, status: int) -> Finding:
    if status == http.client.UNAUTHORIZED:
        words = f"What answers at {at} does not take a request signed with SLACK_SIGNING_SECRET."
        return wrong(ABOUT, words, "Copy the Signing Secret of this very app, here and where Baton serves.")
    if status == http.client.NOT_FOUND:
        return wrong(ABOUT, f"{at} is not there (404).", f"{FORWARD} With SLACK_APP_TOKEN set Baton listens by socket.")
    return wrong(ABOUT, f"{at} answers HTTP {status}.", FORWARD)


def _sent(at: str, secret: str, stamp: int) -> tuple[int, str]:
    body = json.dumps({"type": "url_verification", "challenge": CHALLENGE, "token": ""}).encode()
    signature = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": str(stamp),
        "X-Slack-Signature": f"v0={signature}",
    }
    request = Request(at, body, head, method="POST")  # noqa: S310 - the operator's own address
    with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
        return answer.status, answer.read(1000).decode(errors="replace")
