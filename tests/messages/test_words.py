"""Small words: amounts, people, links, lists, and what a template does with values."""

import pytest
from jinja2 import UndefinedError

from bot.model import BATON, Person, UserId
from messages.amounts import amount
from messages.blocks import NOTHING, button, choice_input, context, fields, fit, header, modal, section, text_input
from messages.changes import in_words
from messages.escaping import Mrkdwn, length
from messages.message import TEXT_LIMIT, message, said
from messages.speech import plain_words
from messages.words import bare, begin, channel, counted, enumerated, is_address, link, mention, words
from tests.messages.samples import deal


@pytest.mark.parametrize(
    ("minor", "currency", "said_as"),
    [
        (4_800_000, "EUR", "€48,000"),
        (4_800_050, "EUR", "€48,000.50"),
        (99, "USD", "$0.99"),
        (0, "EUR", "€0"),
        (500, "JPY", "¥500"),
        (1_234, "KWD", "KWD\u00a01.234"),
        (100_000, "CHF", "CHF\u00a01,000"),
        (-500, "EUR", "-€5"),
        (10**20, "USD", "$1,000,000,000,000,000,000"),
        (4_800_000, None, "48,000"),
        (4_800_000, "euros", "48,000 euros"),
        (100, "<!h>", "1 <!h>"),
    ],
)
def test_an_amount_is_said_as_people_write_it(minor: int, currency: str | None, said_as: str) -> None:
    assert amount(minor, currency) == said_as


@pytest.mark.parametrize(
    ("user", "named"),
    [
        ("U0ANA", "<@U0ANA>"),
        ("W012AB", "<@W012AB>"),
        (BATON, "Baton"),
        ("U1|x", "somebody who is not in Slack"),
        ("ana@example.com", "somebody who is not in Slack"),
        ("", "somebody who is not in Slack"),
        ("!channel", "somebody who is not in Slack"),
    ],
)
def test_only_a_slack_id_is_mentioned(user: str, named: str) -> None:
    assert mention(user) == named


@pytest.mark.parametrize(
    ("given", "shown"), [("C0ACME", "<#C0ACME>"), ("C1|x", "its channel"), ("acme", "its channel")]
)
def test_only_a_channels_id_is_linked(given: str, shown: str) -> None:
    assert channel(given) == shown


def test_a_link_is_labelled_by_us_or_by_itself() -> None:
    assert link("https://a.example/?a=1&b=2", "Open") == "<https://a.example/?a=1&amp;b=2|Open>"
    assert link("https://a.example") == "<https://a.example>"


@pytest.mark.parametrize("url", ["https://a|b", "https://a>b", "javascript:x", "https://a b", "https://" + "a" * 3_000])
def test_what_is_no_web_address_is_never_a_link(url: str) -> None:
    assert "<" not in link(url, "Open")
    assert not is_address(url)


@pytest.mark.parametrize(
    ("things", "listed"),
    [
        ([], ""),
        (["a"], "“a”"),
        (["a", "b"], "“a” and “b”"),
        (["a", "b", "c"], "“a”, “b” and 1 more"),
        (["a", "b", "c", "d"], "“a”, “b” and 2 more"),
    ],
)
def test_names_are_listed_in_one_line(things: list[str], listed: str) -> None:
    assert enumerated(things, 2) == listed


def test_small_words_agree() -> None:
    assert counted(1, "deal", "deals") == "1 deal"
    assert counted(4_238, "deal", "deals") == "4,238 deals"
    assert begin("the reason") == "The reason"
    assert bare("the slot is released. ") == "the slot is released"


def test_a_template_never_shows_a_value_that_is_not_there() -> None:
    with pytest.raises(TypeError, match="not there"):
        words("topic", account=None, owner=None, promised=None)
    with pytest.raises(UndefinedError):
        words("line/accepted", title="Scope")


@pytest.mark.parametrize(
    ("change", "said_as"),
    [
        (("promised_on", "2027-02-01", "2027-02-15"), ("promised date", "Mon 1 Feb 2027", "Mon 15 Feb 2027")),
        (("amount_minor", "100", "250"), ("amount", "€1", "€2.50")),
        (("won_at", "2026-11-22T09:58:00+00:00", ""), ("won", "Sun 22 Nov 2026, 11:58 EET", "")),
        (("won_at", "yesterday", "soon"), ("won", "yesterday", "soon")),
        (("account", "A", "B"), ("customer", "A", "B")),
        (("colour", "red", "blue"), ("colour", "red", "blue")),
    ],
)
def test_changed_facts_are_said_as_people_would(change: tuple[str, str, str], said_as: tuple[str, str, str]) -> None:
    assert in_words((change,), deal()) == [said_as]


def test_plain_words_name_people_and_drop_our_markup() -> None:
    people = {UserId("U0ANA"): Person(UserId("U0ANA"), "Ana", "UTC")}
    text = words("line/accepted", title="*R&D* <3", by="U0ANA") + " <https://a.example|here> <#C0ACME> `/deal`"

    assert plain_words(text, people) == "Accepted: *R&D* <3, by Ana. here its channel /deal"
    assert plain_words("<@U0EVE>", people) == "somebody"


class TestBlocks:
    def test_an_empty_text_is_never_sent(self) -> None:
        assert header("")["text"]["text"] == NOTHING
        assert section(Mrkdwn(""))["text"]["text"] == NOTHING

    def test_texts_are_cut_to_what_fits(self) -> None:
        assert length(header("😀" * 500)["text"]["text"]) <= 150
        assert length(section(Mrkdwn("x" * 9_000))["text"]["text"]) == 3_000
        assert length(button("x" * 200, "a", "v", about="y" * 200)["accessibility_label"]) <= 75

    def test_writing_from_right_to_left_still_fits(self) -> None:
        assert length(header("\u05e9" * 500)["text"]["text"]) <= 150

    def test_blocks_are_bounded(self) -> None:
        assert len(fields([Mrkdwn("x")] * 30)["fields"]) == 10
        assert len(context(*[Mrkdwn("x")] * 30)["elements"]) == 10
        assert len(choice_input([(str(n), "x") for n in range(300)])["options"]) == 100
        assert len(modal("t", callback_id="c", metadata="", submit="s", blocks=[{}] * 300)["blocks"]) == 100

    def test_what_is_left_out_of_a_message_is_told(self) -> None:
        blocks = fit([section(Mrkdwn("x"))] * 60)

        assert len(blocks) == 50
        assert "and 11 more parts" in blocks[-1]["elements"][0]["text"]

    def test_a_choice_that_is_none_of_them_is_not_chosen(self) -> None:
        assert "initial_option" not in choice_input([("a", "A")], "b")

    def test_an_input_never_starts_with_more_than_it_takes(self) -> None:
        assert length(text_input(initial="😀" * 100, most=20)["initial_value"]) <= 20

    def test_equal_buttons_are_told_apart_by_a_screen_reader(self) -> None:
        assert button("Done", "a", "v", about="call Acme")["accessibility_label"] == "Done: call Acme"


class TestMessages:
    def test_the_text_says_what_the_blocks_say(self) -> None:
        one = said(Mrkdwn("What happened."), notes=[Mrkdwn("What comes next.")])

        assert one.text == "What happened.\nWhat comes next."
        assert [block["type"] for block in one.blocks] == ["section", "context"]

    def test_the_text_is_cut_to_what_an_edit_takes(self) -> None:
        assert length(message(Mrkdwn("x" * 9_000), []).text) == TEXT_LIMIT
