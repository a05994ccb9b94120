"""How long a screen of boards takes to draw for the sandbox's page, at first and when one message is new."""

import itertools

from sandbox.drawing.messages import draw_message
from sandbox.drawing.reader import Reader
from tests.benchmarks.measuring import best, once, tell
from tests.sandbox.drawing.reading import NOW, Json, mrkdwn_text, plain, reading

BOARDS, STEPS = 100, 8
READER = reading()


def board(number: int) -> Json:
    """Make a message as large as a busy channel's board: 19 blocks, 13 buttons, 22 texts that no other board has."""
    blocks: list[Json] = [{"type": "header", "block_id": "title", "text": plain(f"Board {number} :rocket:")}]
    for step in range(STEPS):
        due = f"<!date^{1795510800 + step * 3600}^{{date_short_pretty}} at {{time}}|then>"
        words = f"*Step {number}-{step}* by <@UIVY> due {due} _waits_ for `x{number}`\n> so that {step} &amp; all"
        button = {"type": "button", "action_id": "done", "text": plain("Done"), "value": f"{number}-{step}"}
        blocks += [
            {"type": "section", "block_id": f"s{step}", "text": mrkdwn_text(words, verbatim=True), "accessory": button},
            {
                "type": "context",
                "block_id": f"c{step}",
                "elements": [mrkdwn_text(f"first <!date^1795510800^{{date}}|x> {number}")],
            },
        ]
    fields = [mrkdwn_text(f"*Field {number} {index}*\nvalue :+1:") for index in range(6)]
    blocks.append({"type": "section", "block_id": "facts", "fields": fields})
    buttons = [{"type": "button", "action_id": f"b{index}", "text": plain("Press")} for index in range(5)]
    blocks.append({"type": "actions", "block_id": "row", "elements": buttons})
    return {"user": "UBOT", "bot_id": "B1", "ts": f"{1795510800 + number}.000100", "text": "", "blocks": blocks}


def test_a_screen_of_boards_is_drawn_fast_and_faster_when_little_is_new() -> None:
    boards = [board(number) for number in range(BOARDS)]
    strangers = itertools.count()

    def draw(reader: Reader) -> None:
        for one in boards:
            draw_message(one, reader)

    cold = once(lambda: draw(READER))
    anew, again = best(lambda: draw(reading(f"U{next(strangers)}", now=NOW)), lambda: draw(READER), times=5)

    figures = (
        f"{cold:.0f} ms at first",
        f"{anew:.0f} ms for another reader",
        f"{again:.1f} ms when nothing has changed",
    )
    tell(f"drawing {BOARDS} boards", *figures)
    assert again < anew / 3
