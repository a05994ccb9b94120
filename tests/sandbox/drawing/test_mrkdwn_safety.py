"""Whatever is typed, it stays text: no tag, link or mention that was not asked for, and no text that takes for ever."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.drawing.markdown import markdown
from sandbox.drawing.mrkdwn import fallback, mrkdwn
from tests.sandbox.drawing.reading import ANA
from tests.sandbox.drawing.tree import Node, tree

TAGS = {"", "b", "i", "s", "code", "pre", "blockquote", "br", "a", "span", "time"}
MARKDOWN_TAGS = {"", *"b i s a br hr p pre code blockquote h4 div ul ol li strong em".split()} | {  # noqa: SIM905
    *"table thead tbody tr th td".split()  # noqa: SIM905
}
SAFE = re.compile(r"(?:https?:|mailto:|slack:|tel:|/\?)", re.IGNORECASE)
# Pieces from which people, apps and attackers build what they write.
PIECES = st.sampled_from(
    [
        *(
            "*",
            "_",
            "~",
            "`",
            "```",
            ">",
            "&gt;",
            "<",
            "|",
            "\n",
            " ",
            ":",
            "!",
            "@",
            "#",
            "&",
            '"',
            "'",
            "-",
            "\\",
            "\0",
        ),
        *(
            "<@UIVY>",
            "<#C1>",
            "<!here>",
            "<!date^1795510800^{ago}^javascript:x|f>",
            "<!date^9e99^{time}|f>",
            "<!date^-1^x>",
        ),
        *(
            "javascript:alert(1)",
            "https://a.example",
            "http:",
            "<https://a.example|",
            "<mailto:",
            "&lt;",
            "&amp;",
            ":tada:",
        ),
        *(
            "<script>",
            "</b>",
            "<img src=x onerror=x>",
            "a",
            "ß",
            "😀",
            "\ud800",
            "@here",
            "#general",
            "<!subteam^S1|x>",
        ),
        *(
            "[x](",
            ")",
            "![",
            "](javascript:x)",
            "<javascript:x>",
            "<vbscript:x|y>",
            "https://acme.slack.com/archives/C1",
        ),
    ]
)
TYPED = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))
USER_TEXT = st.text(alphabet=st.characters(exclude_characters="*_~`:\r\n>", exclude_categories=["Cs", "Cc"]))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def assert_harmless(page: Node, tags: set[str]) -> None:
    for node in page.walk():
        assert node.tag in tags
        assert not [name for name in node.facts if name.startswith("on") or name == "style"]
        assert SAFE.match(node.facts.get("href", "/?"))


@given(TYPED)
def test_any_text_draws_only_the_tags_of_formatting(text: str) -> None:
    assert_harmless(tree(mrkdwn(text, ANA)), TAGS)


@given(TYPED)
def test_any_markdown_draws_only_the_tags_of_formatting(text: str) -> None:
    assert_harmless(tree(markdown(text)), MARKDOWN_TAGS)


@given(TYPED)
def test_any_text_has_a_fallback_in_one_line(text: str) -> None:
    assert not set(fallback(text, ANA)) & set("\n\r")


@given(TYPED)
def test_no_mention_is_drawn_that_the_text_did_not_hold(text: str) -> None:
    """What marks a mention is `<`, or a bare @ or # where Slack resolves those; without them there is none."""
    inert = text.replace("<", "&lt;").replace("@", "(at)").replace("#", "(no)")

    page = tree(mrkdwn(inert, ANA))

    assert not [one for one in page.walk() if "mention" in one.facts.get("class", "")]


@given(TYPED)
def test_escaped_text_pings_nobody_where_it_is_verbatim(text: str) -> None:
    page = tree(mrkdwn(escaped(text), ANA, verbatim=True))

    assert not [one for one in page.all("a", "time") if one]
    assert not [one for one in page.walk() if "mention" in one.facts.get("class", "")]


@given(USER_TEXT)
def test_escaped_text_without_signs_of_formatting_shows_the_same_characters(text: str) -> None:
    assert unescape(mrkdwn(escaped(text), ANA, verbatim=True)) == text


@given(TYPED)
def test_text_in_code_shows_the_same_characters(text: str) -> None:
    inside = text.replace("`", "'").replace("\n", " ").replace("\r", " ").replace("\0", " ") or "x"

    assert tree(mrkdwn(f"`{escaped(inside)}`", ANA)).one("code").text == inside


@pytest.mark.parametrize(
    "piece",
    ["*a ", "_", "*_~", "`", "<", "<a|", ":", ":a", "https://", "&", "@here ", "```", "> \n", "<!date^1^", "*a_ ~b "],
)
def test_the_longest_message_is_read_in_one_go(piece: str) -> None:
    """Slack takes 40,000 characters; what looks back or ahead for each sign would take minutes for these."""
    text = (piece * 40_000)[:40_000]

    assert len(mrkdwn(text, ANA)) >= len(text) - text.count("`") * 2 - text.count("\n")
