"""What is said when Slack did not open a form in time: nothing is lost, and one button opens it."""

from messages import ids
from messages.blocks import button
from messages.message import Message, said
from messages.words import label, words


def put_aside(title: str, key: str) -> Message:
    """Offer the form again; ``key`` names what was put aside."""
    open_it = button(label("button#open_the_form"), ids.OPEN_AGAIN, key, style="primary", about=title)
    return said(words("reply/put_aside", title=title), open_it)
