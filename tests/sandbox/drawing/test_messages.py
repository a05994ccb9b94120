"""A message: who, when, what, its reactions, and the thread that hangs on it."""

from datetime import UTC, datetime

import pytest

from sandbox.drawing.messages import draw_message
from sandbox.drawing.reader import Reader
from tests.sandbox.drawing.reading import ANA, Json, mrkdwn_text, reading
from tests.sandbox.drawing.samples import FIELDS, PRESSED, with_id
from tests.sandbox.drawing.tree import CONTROLS, Node, name_of, tree

TS = "1795510800.000100"
FULL = "Tue 24 Nov 2026, 10:00"


def said(text: str = "Hello", **more: object) -> Json:
    return {"type": "message", "user": "UIVY", "text": text, "ts": TS, "channel": "C1", **more}


def drawn(message: Json, reader: Reader = ANA, **more: object) -> Node:
    return tree(draw_message(message, reader, **more))  # type: ignore[arg-type]


def shown(page: Node, classes: str) -> str:
    return " ".join(one.text for one in page.walk() if classes in one.facts.get("class", "").split())


def test_a_message_says_who_when_and_what() -> None:
    page = drawn(said("Hello *you*"))

    assert page.one("article").facts["id"] == f"m-{TS}"
    assert page.one("article").facts["data-ts"] == TS
    assert shown(page, "author") == "Ivy <Stone>10:00"
    assert page.one("time").facts == {"class": "stamp", "datetime": "2026-11-24T10:00:00+01:00", "title": FULL}
    assert shown(page, "avatar") == "IS"
    assert shown(page, "text") == "Hello you"


def test_time_is_told_in_the_readers_zone() -> None:
    assert drawn(said(), reading(tz="America/New_York")).one("time").text == "04:00"


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, "Ivy <Stone>"),
        ({"username": "Deal desk", "bot_id": "B1"}, "Deal desk"),
        ({"user": "UGONE"}, "UGONE"),
        ({"user": "UGONE", "bot_id": "B1", "bot_profile": {"name": "Relay"}}, "Relay"),
        ({"user": "", "bot_id": "B1"}, "B1"),
    ],
)
def test_the_author_is_named_as_well_as_they_are_known(more: Json, name: str) -> None:
    assert shown(drawn(said(**more)), "author").startswith(name)


def test_an_app_is_marked_as_one() -> None:
    page = drawn(said(user="UBOT", bot_id="B1"))

    assert shown(page, "badge") == "APP"
    assert "of-app" in page.one("span", aria_hidden="true").facts["class"]


def test_a_message_that_goes_on_is_drawn_without_the_name() -> None:
    page = drawn(said(), follows=True)

    assert "is-compact" in page.one("article").facts["class"]
    assert shown(page, "author") == shown(page, "avatar") == ""
    assert page.one("time").facts["title"] == FULL


def test_blocks_go_before_the_text() -> None:
    page = drawn(said("for the notification", blocks=[with_id({"type": "section", "text": mrkdwn_text("*Board*")})]))

    assert shown(page, "blocks") == "Board"


def test_a_messages_own_text_pings_nobody_by_a_bare_name() -> None:
    assert shown(drawn(said("@here #general")), "mention") == ""


def test_a_message_without_words_is_drawn() -> None:
    assert shown(drawn(said("")), "text") == ""


@pytest.mark.parametrize("where", [{}, {"blocks": [with_id({"type": "section", "text": mrkdwn_text("Board")})]}])
def test_an_edit_is_marked_with_when(where: Json) -> None:
    page = drawn(said(edited={"ts": "1795510860.0", "user": "UIVY"}, **where))

    assert page.one("span", class_="edited").facts["title"] == "Edited Tue 24 Nov 2026, 10:01"


@pytest.mark.parametrize(
    ("more", "mark", "classes"),
    [
        ({"is_ephemeral": True}, "Only visible to you", "is-ephemeral"),
        ({"pinned": True}, "Pinned", "is-pinned"),
        ({"subtype": "thread_broadcast"}, "Replied to a thread", "message"),
    ],
)
def test_what_is_special_about_a_message_stands_above_it(more: Json, mark: str, classes: str) -> None:
    page = drawn(said(**more))

    assert shown(page, "mark") == mark
    assert classes in page.one("article").facts["class"].split()


def test_what_someone_says_of_themselves_is_slanted() -> None:
    assert drawn(said("waves", subtype="me_message")).one("i").text == "waves"


class TestReactions:
    def test_reactions_are_counted_and_tell_whose_they_are(self) -> None:
        reactions = [
            {"name": "tada", "users": ["UIVY", "UANA"], "count": 2},
            {"name": "our_own", "users": ["UIVY"], "count": 1},
        ]
        party, own = [one for one in drawn(said(reactions=reactions)).all("button") if one.facts["data-do"] == "react"]

        assert (party.text, party.facts["title"], party.facts["data-name"]) == (
            "🎉 2",
            "Ivy <Stone>, Ana Silva",
            "tada",
        )
        assert party.facts["aria-pressed"] == "true"
        assert "mine" in party.facts["class"]
        assert (own.text, own.facts["aria-pressed"]) == (":our_own: 1", "false")


class TestThreads:
    def told(self, count: int, latest: str = TS) -> Node:
        return drawn(said(reply_count=count, reply_users=["UIVY", "UANA", "UBOT", "UGONE"], latest_reply=latest))

    @pytest.mark.parametrize(("count", "words"), [(1, "1 reply"), (3, "3 replies")])
    def test_a_thread_is_summed_up_as_a_link_to_it(self, count: int, words: str) -> None:
        link = self.told(count).one("a", data_do="thread")

        assert words in link.text
        assert link.facts["href"] == f"/?as=UANA&channel=C1&thread={TS}"
        assert link.facts["data-thread"] == TS

    def test_it_tells_who_answered_and_when_last(self) -> None:
        link = self.told(4, "1795435200.0").one("a", data_do="thread")

        assert len([one for one in link.all("span") if "avatar" in one.facts["class"]]) == 3
        assert link.text.endswith("Last reply today at 13:00")

    def test_a_reply_in_the_thread_itself_has_no_summary(self) -> None:
        page = drawn(said(reply_count=2, reply_users=["UIVY"], latest_reply=TS), is_reply=True)

        assert page.all("a") == []


class TestTools:
    def does(self, page: Node) -> list[str]:
        return [one.facts["data-do"] for one in page.all("button") if "data-do" in one.facts]

    def test_a_message_can_be_answered_and_has_a_menu(self) -> None:
        page = drawn(said())

        assert self.does(page) == ["reply", "menu"]
        assert name_of(page.one("button", data_do="reply"), page) == "Reply in thread to Ivy <Stone>"

    def test_a_reply_has_only_the_menu(self) -> None:
        assert self.does(drawn(said(), is_reply=True)) == ["menu"]

    def test_what_only_one_person_sees_can_be_dismissed_and_nothing_else(self) -> None:
        assert self.does(drawn(said(is_ephemeral=True))) == ["dismiss"]


class TestFields:
    CHOICE = with_id({"type": "actions", "elements": [FIELDS["radio_buttons"]]})

    def test_fields_in_a_message_have_a_form_so_that_radio_buttons_keep_to_themselves(self) -> None:
        assert drawn(said(blocks=[self.CHOICE])).one("form").facts["class"] == "blocks"
        assert drawn(said(blocks=[with_id({"type": "actions", "elements": [PRESSED["button"]]})])).all("form") == []

    def test_what_the_reader_picked_in_it_is_shown(self) -> None:
        state = {"here": {"do-radio_buttons": {"selected_option": {"value": "red"}}}}
        page = drawn(said(blocks=[self.CHOICE]), state=state)

        assert [one.facts["value"] for one in page.all("input") if "checked" in one.facts] == ["red"]


class TestDays:
    def test_a_new_day_begins_with_a_heading(self) -> None:
        day, article = [one for one in drawn(said(), is_new_day=True).inside if isinstance(one, Node)]

        assert day.text == "Tomorrow, Tuesday 24 November 2026"
        assert day.facts["id"] == "day-2026-11-24"
        assert article.tag == "article"

    def test_the_day_is_that_of_the_readers_zone(self) -> None:
        late = said(ts="1795561200.0")

        assert tree(draw_message(late, ANA, is_new_day=True)).one("div", class_="day").facts["id"] == "day-2026-11-25"
        assert "day-2026-11-24" in draw_message(late, reading(tz="UTC"), is_new_day=True)


class TestRevisions:
    def rev(self, message: Json, reader: Reader = ANA, **more: object) -> str:
        return drawn(message, reader, **more).one("article").facts["data-rev"]

    def test_the_same_message_has_the_same_revision(self) -> None:
        assert self.rev(said()) == self.rev(said())

    @pytest.mark.parametrize(
        "more",
        [
            {"text": "Goodbye"},
            {"pinned": True},
            {"edited": {"ts": TS, "user": "UIVY"}},
            {"reactions": [{"name": "tada", "users": ["UIVY"], "count": 1}]},
            {"reply_count": 1, "reply_users": ["UIVY"], "latest_reply": TS},
            {"is_ephemeral": True},
        ],
    )
    def test_whatever_is_shown_otherwise_changes_it(self, more: Json) -> None:
        assert self.rev(said(**{"text": "Hello", **more})) != self.rev(said())

    def test_what_is_not_shown_does_not(self) -> None:
        assert self.rev(said(metadata={"event_type": "x"}, team="T9")) == self.rev(said())

    def test_a_day_heading_changes_when_the_day_has_passed(self) -> None:
        later = reading(now=datetime(2026, 11, 24, 12, tzinfo=UTC))
        before, after = (
            tree(draw_message(said(), one, is_new_day=True)).one("div", class_="day") for one in (ANA, later)
        )

        assert before.facts["data-rev"] != after.facts["data-rev"]


def test_a_message_that_stands_twice_on_the_page_has_other_ids() -> None:
    blocks = [with_id({"type": "actions", "elements": [PRESSED["button"], FIELDS["static_select"]]})]
    page = tree(draw_message(said(blocks=blocks), ANA) + draw_message(said(blocks=blocks), ANA, stem="t"))

    ids = [one.facts["id"] for one in page.walk() if "id" in one.facts]
    assert len(ids) == len(set(ids)) == 6


def test_every_control_of_a_message_is_called_something() -> None:
    elements = [*PRESSED.values(), *(one for kind, one in FIELDS.items() if kind != "file_input")]
    blocks = [with_id({"type": "actions", "elements": [one]}, f"b{index}") for index, one in enumerate(elements)]
    reactions = [{"name": "tada", "users": ["UIVY"], "count": 1}]
    page = drawn(said(blocks=blocks, reactions=reactions))

    assert [one.facts for one in page.all(*CONTROLS) if not name_of(one, page)] == []
