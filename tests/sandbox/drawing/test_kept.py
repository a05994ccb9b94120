"""What was drawn is kept exactly as long as it would be drawn the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from markupsafe import Markup

from sandbox.drawing.kept import Drawings
from sandbox.drawing.messages import draw_message
from sandbox.drawing.reader import Names, Reader
from tests.sandbox.drawing.reading import NOW, Json, Known, reading

Ask = Callable[[Names], object]


class Counted:
    """Draws by asking the reader something, and counts how often."""

    def __init__(self, ask: Ask = lambda _names: "") -> None:
        self.count = 0
        self.ask = ask

    def __call__(self, reader: Reader) -> Markup:
        self.count += 1
        return Markup("{} {}").format(self.count, self.ask(reader.names))


def drawn_twice(drawn: Counted, first: Reader, second: Reader, drawn_from: Json | None = None) -> bool:
    """Tell whether the second reader was drawn for anew."""
    drawings = Drawings()
    drawings.draw(drawn_from or {}, first, drawn)
    drawings.draw(drawn_from or {}, second, drawn)
    return drawn.count == 2


def test_the_same_thing_is_drawn_once() -> None:
    assert not drawn_twice(Counted(lambda names: names.person("UIVY")), reading(), reading())


@pytest.mark.parametrize(
    "other",
    [
        reading("UIVY"),
        reading(tz="Asia/Tokyo"),
        reading(domain="acme"),
        reading(page="/?team=T2"),
        reading(groups=frozenset({"S1"})),
        reading(now=NOW + timedelta(days=1)),
    ],
)
def test_another_reader_or_another_day_is_drawn_for_anew(other: Reader) -> None:
    assert drawn_twice(Counted(), reading(), other)


def test_a_later_hour_of_the_same_day_changes_nothing() -> None:
    assert not drawn_twice(Counted(), reading(), reading(now=NOW + timedelta(hours=5)))


def test_what_tells_how_long_ago_something_was_is_never_kept() -> None:
    assert drawn_twice(Counted(), reading(), reading(), {"text": "<!date^1^{ago}|x>"})


@pytest.mark.parametrize(
    ("ask", "change"),
    [
        (lambda names: names.person("UIVY"), lambda known: known.persons.update(UIVY="Ivy Marsh")),
        (lambda names: names.person("UNEW"), lambda known: known.persons.update(UNEW="Newcomer")),
        (lambda names: names.channel("C1"), lambda known: known.channels.update(C1="renamed")),
        (lambda names: names.may_open("C1"), lambda known: known.channels.pop("C1")),
        (lambda names: names.group("S1"), lambda known: known.groups.update(S1="night-crew")),
        (lambda names: names.channel_named("sales"), lambda known: known.channels.update(C9="sales")),
    ],
)
def test_a_name_that_changed_is_drawn_anew_and_others_are_not(ask: Ask, change: Callable[[Known], object]) -> None:
    before, after, elsewhere = Known(), Known(), Known()
    change(after)
    elsewhere.persons["USOMEONE"] = "Someone else"

    assert drawn_twice(Counted(ask), reading(names=before), reading(names=after))
    assert not drawn_twice(Counted(ask), reading(names=before), reading(names=elsewhere))


@pytest.mark.parametrize("ask", [lambda names: names.people(), lambda names: names.conversations()])
def test_a_menu_of_everyone_is_drawn_anew_each_time(ask: Ask) -> None:
    assert drawn_twice(Counted(ask), reading(), reading())


def test_only_so_much_is_kept_and_what_is_used_stays_longest() -> None:
    drawings, drawn = Drawings(most=2), Counted()
    for what in ("a", "b", "a", "c", "a", "b"):
        drawings.draw(what, reading(), drawn)

    assert drawn.count == 4  # a, b, c, and b again, which had to make room for c


def test_a_renamed_person_is_renamed_in_messages_that_were_drawn_before() -> None:
    names = Known()
    message: Json = {"user": "UIVY", "ts": "1795510800.000100", "text": "from <@UIVY>"}
    before = draw_message(message, reading(names=names))
    names.persons["UIVY"] = "Ivy Marsh"

    after = draw_message(message, reading(names=names))

    assert before.count("Ivy &lt;Stone&gt;") == 4
    assert after.count("Ivy Marsh") == 4  # by whom, in the words, and on the buttons to reply and for more
