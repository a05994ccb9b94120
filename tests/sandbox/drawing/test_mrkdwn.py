"""How formatted text is drawn, construct by construct."""

import pytest

from sandbox.drawing.mrkdwn import fallback, mrkdwn, plain
from tests.sandbox.drawing.reading import ANA, reading
from tests.sandbox.drawing.tree import tree

OUT = 'target="_blank" rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~ `code`", "<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>"),
        ("*bold _and italic_*", "<b>bold <i>and italic</i></b>"),
        ("*_~all of it~_*", "<b><i><s>all of it</s></i></b>"),
        ("*one* and *two*", "<b>one</b> and <b>two</b>"),
        ("(*in brackets*), *with a stop*.", "(<b>in brackets</b>), <b>with a stop</b>."),
        ("*bold with `co*de`*", "<b>bold with <code>co*de</code></b>"),
        ("*<https://a.example|a link>*", f'<b><a href="https://a.example" {OUT}>a link</a></b>'),
        ("*über*größe", "*über*größe"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("* not bold* and *not bold *", "* not bold* and *not bold *"),
        ("*crossing _over* here_", "<b>crossing _over</b> here_"),
        ("*bold only\nin one line*", "*bold only<br>in one line*"),
        ("**", "**"),
        ("~~", "~~"),
        ("_", "_"),
        ("`*raw* <https://a.example|link>`", "<code>*raw* link</code>"),
        ("`<mailto:a@b.example>` ``", "<code>mailto:a@b.example</code> ``"),
        ("at 10:30:45", "at 10:30:45"),
        ("• one\n- two", "• one<br>- two"),
    ],
)
def test_formatting_is_drawn_and_what_is_none_stays(text: str, html: str) -> None:
    assert mrkdwn(text, ANA) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "one<br>two"),
        ("one\n\ntwo", "one<br><br>two"),
        ("> said\n&gt; again\nafter", "<blockquote>said<br>again</blockquote>after"),
        ("before\n>said", "before<blockquote>said</blockquote>"),
        (">*bold*\n>", "<blockquote><b>bold</b><br></blockquote>"),
        ("a > b", "a &gt; b"),
        ("look:\n```a *b*\nc```\nend", "look:<pre>a *b*\nc</pre>end"),
        ("```\n&lt;b&gt;\n```", "<pre>&lt;b&gt;\n</pre>"),
        ("```a``` and ```b```", "<pre>a</pre> and <pre>b</pre>"),
        ("an open ``` fence", "an open ``` fence"),
        ("```a``` then ``` open", "<pre>a</pre> then ``` open"),
    ],
)
def test_lines_quotes_and_boxes_of_code_are_drawn(text: str, html: str) -> None:
    assert mrkdwn(text, ANA) == html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("&lt;b&gt; &amp; &quot;", "<b> & &quot;"),
        ("<b>hi</b>", "<b>hi</b>"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<javascript:alert(1)|click>", "<javascript:alert(1)|click>"),
        ("<JaVaScRiPt:alert(1)>", "<JaVaScRiPt:alert(1)>"),
        ("<data:text/html,x|click>", "<data:text/html,x|click>"),
        ("&amp;lt;", "&lt;"),
        ("a < b > c", "a < b > c"),
        ("\"quoted\" and 'so'", "\"quoted\" and 'so'"),
    ],
)
def test_markup_is_only_text(text: str, shown: str) -> None:
    page = tree(mrkdwn(text, ANA))

    assert page.text == shown
    assert len(list(page.walk())) == 1


@pytest.mark.parametrize(
    ("text", "href", "label"),
    [
        ("<https://a.example/?a=1&amp;b=2|*the* page>", "https://a.example/?a=1&b=2", "the page"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("<mailto:ana@a.example|Ana>", "mailto:ana@a.example", "Ana"),
        ("<mailto:ana@a.example>", "mailto:ana@a.example", "ana@a.example"),
        ("<tel:+34600|call>", "tel:+34600", "call"),
        ('<https://a.example/"onmouseover="x|hm>', 'https://a.example/"onmouseover="x', "hm"),
        ("<https://a.example|:tada: done>", "https://a.example", "🎉 done"),
        ("<https://a.example|https://b.example>", "https://a.example", "https://b.example"),
        ("see https://a.example/x_y.", "https://a.example/x_y", "https://a.example/x_y"),
        ("(https://a.example/x)", "https://a.example/x", "https://a.example/x"),
        ("*https://a.example*", "https://a.example", "https://a.example"),
        ("https://a.example/?q=1&amp;r=2", "https://a.example/?q=1&r=2", "https://a.example/?q=1&r=2"),
    ],
)
def test_links_open_elsewhere_and_give_nothing_away(text: str, href: str, label: str) -> None:
    link = tree(mrkdwn(text, ANA)).one("a")

    assert link.facts == {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
    assert link.text == label


def test_an_address_within_a_word_is_no_link() -> None:
    assert mrkdwn("xhttps://a.example https://", ANA) == "xhttps://a.example https://"


def test_verbatim_text_makes_no_links_and_no_mentions_of_its_own() -> None:
    text = "https://a.example @here #general"

    assert mrkdwn(text, ANA, verbatim=True) == text


def test_verbatim_text_keeps_what_was_marked_as_a_link_or_a_mention() -> None:
    page = tree(mrkdwn("<https://a.example|a> <@UIVY> *b*", ANA, verbatim=True))

    assert [one.tag for one in page.walk()] == ["", "a", "span", "b"]


def test_text_that_is_not_verbatim_shows_what_slack_would_make_of_bare_names() -> None:
    html = mrkdwn("@here #general #nowhere me@example.com me@here", ANA)

    assert '<span class="mention mine">@here</span>' in html
    assert tree(html).one("a").text == "#general"
    assert html.endswith(" #nowhere me@example.com me@here")


def test_a_messages_own_text_makes_links_but_no_mentions_of_bare_names() -> None:
    html = mrkdwn("@here #general https://a.example", ANA, names=False)

    assert html.startswith("@here #general <a ")


def test_people_are_shown_by_name_and_oneself_stands_out() -> None:
    assert mrkdwn("<@UIVY> <@UNOBODY> <@UANA|ana>", ANA) == (
        '<span class="mention">@Ivy &lt;Stone&gt;</span> <span class="mention">@UNOBODY</span>'
        ' <span class="mention mine">@Ana Silva</span>'
    )


def test_a_channel_is_a_link_to_its_place_on_the_page() -> None:
    link = tree(mrkdwn("<#C1|old-name>", ANA)).one("a")

    assert link.facts == {"class": "mention link", "href": "/?as=UANA&channel=C1", "data-go": "C1"}
    assert link.text == "#general"


def test_links_keep_to_the_page_that_the_reader_is_on() -> None:
    reader = reading(page="/?team=T2&as=UANA")

    assert tree(mrkdwn("<#C1>", reader)).one("a").facts["href"] == "/?team=T2&as=UANA&channel=C1"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<#CSHUT>", '<span class="mention">#shut</span>'),
        ("<#CGONE|hinted>", '<span class="mention">#hinted</span>'),
        ("<#CGONE>", '<span class="mention">🔒 private channel</span>'),
    ],
)
def test_a_channel_that_cannot_be_opened_is_no_link(text: str, html: str) -> None:
    assert mrkdwn(text, ANA) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!here>", '<span class="mention mine">@here</span>'),
        ("<!channel|channel>", '<span class="mention mine">@channel</span>'),
        ("<!everyone>", '<span class="mention mine">@everyone</span>'),
        ("<!subteam^S1>", '<span class="mention mine">@crew</span>'),
        ("<!subteam^S2|@night>", '<span class="mention">@night</span>'),
        ("<!subteam^S2>", '<span class="mention">@S2</span>'),
        ("<!what^1|words>", "words"),
        ("<!what>", "&lt;!what&gt;"),
    ],
)
def test_calls_to_many_are_mentions_and_unknown_commands_show_their_label(text: str, html: str) -> None:
    assert mrkdwn(text, ANA) == html


@pytest.mark.parametrize(
    ("text", "goes", "at"),
    [
        ("https://acme.slack.com/archives/C1", "C1", None),
        ("<https://acme.slack.com/archives/C1/p1795510800000100|that>", "C1", "1795510800.000100"),
        ("https://ACME.slack.com/archives/C1/p1795510800000100?thread_ts=1", "C1", "1795510800.000100"),
    ],
)
def test_a_link_to_a_message_of_the_workspace_stays_on_the_page(text: str, goes: str, at: str | None) -> None:
    link = tree(mrkdwn(text, ANA)).one("a")

    assert (link.facts["data-go"], link.facts.get("data-at")) == (goes, at)
    assert link.facts["href"].startswith("/?as=UANA&channel=C1")


@pytest.mark.parametrize(
    "address",
    ["https://other.slack.com/archives/C1", "https://acme.slack.com/archives/CSHUT", "https://acme.slack.com/x"],
)
def test_a_link_to_another_workspace_or_a_closed_channel_opens_elsewhere(address: str) -> None:
    assert tree(mrkdwn(address, ANA)).one("a").facts["href"] == address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":tada:", "🎉"),
        (":+1:", "👍"),
        (":no_such_thing:", ":no_such_thing:"),
        ("10:30:tada:", "10:30🎉"),
        (":wave::skin-tone-3:", "👋🏼"),
        (":flag-es:", "🇪🇸"),
        ("::", "::"),
    ],
)
def test_emoji_are_drawn_by_their_names(text: str, shown: str) -> None:
    assert tree(mrkdwn(text, ANA)).text == shown


def test_an_emoji_tells_its_name_when_pointed_at() -> None:
    assert mrkdwn(":tada:", ANA) == '<span class="emoji" title=":tada:">🎉</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <b>\nc :tada:", "a &lt;b&gt;<br>c 🎉"),
        ("*not bold* <@UIVY>", "*not bold* &lt;@UIVY&gt;"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_plain_text_shows_as_it_stands_but_for_emoji(text: str, html: str) -> None:
    assert plain(text) == html


def test_plain_text_without_emoji_shows_their_names() -> None:
    assert plain(":tada:", emoji=False) == ":tada:"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Hi* <@UIVY>,\nsee <https://a.example|this> & that", "Hi @Ivy <Stone>, see this & that"),
        ("> quoted\n```code```\nend", "quoted code end"),
        ("&lt;b&gt; :tada:", "<b> 🎉"),
        ("@here", "@here"),
        ("", ""),
    ],
)
def test_the_fallback_is_one_line_without_formatting(text: str, said: str) -> None:
    assert fallback(text, ANA) == said


def test_the_same_text_is_drawn_anew_for_each_reader() -> None:
    text = "<@UANA> <!date^1795510800^{time}|then>"

    assert 'mine">@Ana Silva' in mrkdwn(text, ANA)
    assert 'mention">@Ana Silva' in mrkdwn(text, reading("UIVY", tz="Asia/Kathmandu"))
    assert "14:45" in mrkdwn(text, reading("UIVY", tz="Asia/Kathmandu"))
