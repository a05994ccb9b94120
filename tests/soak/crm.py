"""A CRM that tells of won deals and of newer facts, and insists until it is answered."""

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from threading import Event, Thread
from typing import Any

from tests.soak.story import DealStory, Heard, Input, Story
from tests.soak.town import DELIVERY, LADDERS, NAMED, SELLER

SECRET = "a secret between the CRM and Baton"
PATIENCE = 8.0
AGAIN = 0.3
TAKEN = {200, 202}


class NeverTaken(AssertionError):  # noqa: N818 - what Baton did, told to whoever reads the figures
    """Baton did not take an input for as long as anybody would insist."""


@dataclass
class Crm:
    """Speaks to one address. ``now`` tells the workspace's time, by which it signs."""

    address: str
    now: Callable[[], float]
    story: Story
    dice: Random
    stops: Event
    sent: int = 0
    _number: int = 0
    _bodies: list[bytes] = field(default_factory=list)

    def wins(self) -> DealStory:
        """Win a deal, perhaps tell of it twice at once, and wait until it is taken."""
        self._number += 1
        name = f"Deal {self._number:03}"
        kind = self.dice.choice(sorted(LADDERS))
        offered = self.dice.choice((DELIVERY, NAMED))
        won = Input("won", "crm", self.now(), 0.0, Heard.MAYBE, what=str(1000 + self._number))
        deal = DealStory(name, f"Account {self._number:03}", kind, SELLER, offered, won)
        self._tell(deal, "deal.won", won)
        self.story.deals.append(deal)
        return deal

    def corrects(self, deal: DealStory) -> None:
        """Change a deal's amount, which no other change has made it."""
        self._number += 1
        news = Input("updated", "crm", self.now(), 0.0, Heard.MAYBE, what=str(1000 + self._number))
        self._tell(deal, "deal.updated", news)
        deal.inputs.append(news)

    def repeats(self) -> None:
        """Tell once more what was told before; nothing may come of it."""
        if self._bodies:
            self._insist(self.dice.choice(self._bodies))

    def _tell(self, deal: DealStory, event: str, told: Input) -> None:
        body = _body(deal, event, told)
        beside = Thread(target=self._once, args=(body,))
        if self.dice.random() < 0.2:
            beside.start()
        self._insist(body)
        told.answered, told.heard = self.now(), Heard.YES
        if beside.ident:
            beside.join()
        self._bodies.append(body)

    def _insist(self, body: bytes) -> None:
        while self._once(body) not in TAKEN:
            if self.stops.wait(AGAIN):
                raise NeverTaken(body.decode())

    def _once(self, body: bytes) -> int:
        """Send it once, freshly signed; return the status, 0 for no answer."""
        self.sent += 1
        stamp = str(int(self.now()))
        signature = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": f"v1={signature}"}
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=PATIENCE)
        try:
            connection.request("POST", "/webhooks/generic", body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        return answer.status


def _body(deal: DealStory, event: str, told: Input) -> bytes:
    moment = datetime.fromtimestamp(told.sent, UTC).isoformat()
    facts: dict[str, Any] = {
        "id": deal.name,
        "name": deal.name,
        "kind": deal.kind,
        "account": {"name": deal.account},
        "seller": {"email": f"{deal.seller}@example.com"},
        "owner": {"email": f"{deal.offered}@example.com"},
        "amount_minor": int(told.what) * 100,
        "currency": "EUR",
    }
    return json.dumps({"event": event, "occurred_at": moment, "source": "erp", "deal": facts}).encode()
