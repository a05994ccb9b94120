"""What can go wrong with what is sent to the app, by request URL and by socket."""

from typing import Literal, Protocol

from sandbox.deliveries.outcome import Outcome

# What happens to the connection while the app holds something it has not acknowledged yet.
Meanwhile = Literal["", "cut", "refresh_requested", "warning"]


class Parcel(Protocol):
    """One payload for the app that a fault got hold of."""

    async def send(self, *, loses_ack: bool = False, meanwhile: Meanwhile = "") -> Outcome:
        """Bring it to the app; `loses_ack` lets its answer get lost on the way back."""

    def lose(self) -> Outcome:
        """Let it never arrive."""

    def put_off(self, seconds: float) -> Outcome:
        """Bring it when so much time of the workspace has gone by; a person who waits for the answer is not kept."""

    def let_next_pass(self) -> Outcome:
        """Bring it right after the next one of its kind."""


async def double(parcel: Parcel, _value: str) -> Outcome:
    await parcel.send()
    return await parcel.send()


async def lose(parcel: Parcel, _value: str) -> Outcome:
    return parcel.lose()


# The commonest of duplicates: the app did its work, and Slack tells it once more.
async def lose_ack(parcel: Parcel, _value: str) -> Outcome:
    return await parcel.send(loses_ack=True)


async def delay(parcel: Parcel, seconds: str) -> Outcome:
    return parcel.put_off(float(seconds))


async def reorder(parcel: Parcel, _value: str) -> Outcome:
    return parcel.let_next_pass()


async def cut(parcel: Parcel, _value: str) -> Outcome:
    return await parcel.send(meanwhile="cut")


async def refresh(parcel: Parcel, _value: str) -> Outcome:
    return await parcel.send(meanwhile="refresh_requested")


async def warn(parcel: Parcel, _value: str) -> Outcome:
    return await parcel.send(meanwhile="warning")
