"""pins.*: messages kept within reach."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, Message, Pin
from sandbox.state.objects import message_object, permalink
from sandbox.web_api.call import Call


def add(call: Call) -> Json:
    channel = call.own_channel()
    call.check_unreserved("pin")
    message = call.marked_message(channel)
    # Pinning "Ana has joined" is what Slack means by a type that cannot be pinned.
    if message.is_note:
        raise SlackError("not_pinnable")
    if _pin(channel, message):
        raise SlackError("already_pinned")
    if len(channel.pins) >= limits.PINS:
        raise SlackError("too_many_pins")
    pin = Pin(message.ts, call.bot, call.epoch)
    channel.pins.append(pin)
    call.world.news.pin_added(message, pin)
    return {}


def remove(call: Call) -> Json:
    channel = call.own_channel()
    call.check_unreserved("pin")
    message = call.marked_message(channel)
    pin = _pin(channel, message)
    if pin is None:
        raise SlackError("no_pin")
    channel.pins.remove(pin)
    call.world.news.pin_removed(message, pin, call.bot)
    return {}


def list_pins(call: Call) -> Json:
    channel = call.channel()
    return {"items": [_item(call, channel, pin) for pin in reversed(channel.pins)]}


def _pin(channel: Channel, message: Message) -> Pin | None:
    return next((one for one in channel.pins if one.ts == message.ts), None)


def _item(call: Call, channel: Channel, pin: Pin) -> Json:
    message, world = channel.messages[pin.ts], call.world
    drawn = message_object(message, world.team, world.bot) | {
        "permalink": permalink(channel, message, world.team),
        "pinned_to": [channel.id],
    }
    item = {"type": "message", "channel": channel.id, "created": pin.created, "created_by": pin.user}
    return item | {"message": drawn}
