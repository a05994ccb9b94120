"""Proves that a request URL is the app's own, as Slack does when one is entered: by a challenge, then by ssl_check."""

import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from sandbox.deliveries.http import FORM, Answer, HttpDelivery, UnreachableError
from sandbox.deliveries.signing import signature_headers
from sandbox.edge.json_text import read_json
from sandbox.errors import Json, Refused
from sandbox.state.ids import Ids
from sandbox.state.model import App
from sandbox.traffic import Traffic

EXAMPLE = '{"request_url": "http://127.0.0.1:3000/slack/events"}'


@dataclass(frozen=True)
class Verifying:
    app: App
    ids: Ids
    http: HttpDelivery
    traffic: Traffic
    seconds: float

    async def verify(self, at: str) -> Json:
        """Ask the app both questions; raises Refused with a sentence for whoever entered the URL."""
        if not self.app.request_url:
            raise Refused(f"The app has no request URL to verify; give it one with POST /sandbox/app, e.g. {EXAMPLE}.")
        challenge = self.ids.hex(48)
        body = {"token": self.app.verification_token, "challenge": challenge, "type": "url_verification"}
        answer = await self._ask("url_verification", body, json.dumps(body), "application/json", at)
        if challenge not in _echoes(answer):
            raise Refused(
                f"{self.app.request_url} answered 200, but not with the challenge that it was sent; it said "
                f"{answer.text[:80]!r}. Send the value of challenge back as text, as a form or as JSON.",
                409,
            )
        # The other question that Slack asks unprompted; apps that take it for a command answer it with an error.
        check = {"ssl_check": "1", "token": self.app.verification_token}
        await self._ask("ssl_check", check, urlencode(check), FORM, at)
        return {"ok": True, "request_url": self.app.request_url}

    async def _ask(self, name: str, args: Json, body: str, content_type: str, at: str) -> Answer:
        url, raw = self.app.request_url, body.encode()
        headers = signature_headers(self.app.signing_secret, int(time.time()), raw) | {"Content-Type": content_type}
        try:
            # No redirect here: the address that is entered has to be the app's own.
            answer = await self.http.post(url, raw, headers, seconds=self.seconds)
        except UnreachableError as failure:
            self.traffic.log("delivery", name, at=at, args=args, status=failure.error, via="http", retry=0)
            raise Refused(
                f"{url} gave no answer to {name} within {self.seconds:g} s ({failure.reason}). Start the app there, "
                "then verify again.",
                409,
            ) from failure
        self.traffic.log(
            "delivery", name, at=at, args=args, status=answer.status, answer=answer.text, via="http", retry=0
        )
        if answer.status != http.client.OK:
            raise Refused(f"{url} answered {answer.status} to {name}; Slack wants 200.", 409)
        return answer


def _echoes(answer: Answer) -> list[str]:
    """Read what may be the challenge, in each of the three dresses in which Slack takes it."""
    text = answer.text.strip()
    if answer.content_type.startswith("application/json"):
        try:
            body = read_json(text)
        except ValueError:
            return []
        return [str(body.get("challenge"))] if isinstance(body, dict) else []
    if answer.content_type.startswith(FORM):
        return parse_qs(text).get("challenge", [])
    return [text]
