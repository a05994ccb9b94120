"""How formatted text is drawn."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from sandbox.client import SandboxClient
from sandbox.running import Sandbox

pytestmark = pytest.mark.browser
DRAW = """async ([text, options]) => {
    const { mrkdwn } = await import("/js/mrkdwn.js");
    const box = document.createElement("div");
    box.append(...mrkdwn(text, options));
    return box.innerHTML;
}"""
MARKDOWN = """async (text) => {
    const { markdown } = await import("/js/markdown.js");
    const box = document.createElement("div");
    box.append(...markdown(text));
    return box.innerHTML;
}"""
EVERYTHING = {"links": True, "names": True}


@pytest.fixture(scope="module")
def page(browser: Browser, sandbox: Sandbox, client: SandboxClient) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(sandbox.page)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(sandbox: Sandbox) -> SandboxClient:
    client = sandbox.client
    client.add_person("ivy", "Ivy <Stone>", id="UIVY")
    client.add_usergroup("crew", "The crew", [])
    return client


def drawn(page: Page, text: str, **options: bool) -> str:
    return str(page.evaluate(DRAW, [text, options or EVERYTHING]))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~ `code`", "<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>"),
        ("*bold _and italic_*", "<b>bold <i>and italic</i></b>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("* not bold* and *not bold *", "* not bold* and *not bold *"),
        ("`*raw* <https://a.example|link>`", "<code>*raw* link</code>"),
        ("one\ntwo", "one<br>two"),
        ("> said\n&gt; again\nafter", "<blockquote>said<br>again</blockquote>after"),
        ("look:\n```a *b*\nc```\nend", "look:<pre>a *b*\nc</pre>end"),
        ("an open ``` fence", "an open ``` fence"),
        ("**", "**"),
        ("at 10:30:45", "at 10:30:45"),
    ],
)
def test_formatting_is_drawn_and_what_is_none_stays(page: Page, text: str, html: str) -> None:
    assert drawn(page, text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("&lt;b&gt; &amp; &quot;", "&lt;b&gt; &amp; &amp;quot;"),
        ("<b>hi</b>", "&lt;b&gt;hi&lt;/b&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<javascript:alert(1)|click>", "&lt;javascript:alert(1)|click&gt;"),
        ("&amp;lt;", "&amp;lt;"),
        ("a < b > c", "a &lt; b &gt; c"),
    ],
)
def test_markup_is_only_text(page: Page, text: str, html: str) -> None:
    assert drawn(page, text) == html


def test_a_link_opens_elsewhere_and_gives_nothing_away(page: Page) -> None:
    html = drawn(page, "<https://a.example/?a=1&amp;b=2|*the* page>")

    assert 'href="https://a.example/?a=1&amp;b=2"' in html
    assert 'rel="noopener noreferrer"' in html
    assert "><b>the</b> page</a>" in html


def test_a_bare_address_is_a_link_without_its_full_stop(page: Page) -> None:
    assert '"https://a.example/x"' in drawn(page, "see https://a.example/x.")


def test_verbatim_text_makes_no_links_and_no_mentions_of_its_own(page: Page) -> None:
    text = "https://a.example @here #general"

    assert drawn(page, text, links=False, names=False) == text


def test_text_that_is_not_verbatim_shows_what_slack_would_make_of_bare_names(page: Page) -> None:
    html = drawn(page, "@here #general #nowhere me@example.com")

    assert '<span class="mention mine">@here</span>' in html
    assert "#general</button>" in html
    assert html.endswith(" #nowhere me@example.com")


def test_people_are_shown_by_name(page: Page) -> None:
    assert drawn(page, "<@UIVY> <@UNOBODY>") == (
        '<span class="mention">@Ivy &lt;Stone&gt;</span> <span class="mention">@UNOBODY</span>'
    )


def test_a_channel_that_is_not_seen_has_no_name(page: Page) -> None:
    assert "private channel" in drawn(page, "<#C0SECRET>")


@pytest.mark.parametrize("name", ["here", "channel", "everyone"])
def test_a_call_to_all_is_a_mention(page: Page, name: str) -> None:
    assert drawn(page, f"<!{name}>") == f'<span class="mention mine">@{name}</span>'


def test_an_unknown_command_shows_its_label_or_itself(page: Page) -> None:
    assert drawn(page, "<!what^1|words> <!what>") == "words &lt;!what&gt;"


def test_a_moment_that_cannot_be_read_shows_its_fallback(page: Page) -> None:
    assert ">soon</time>" in drawn(page, "<!date^never^{time}|soon>")


@pytest.mark.parametrize(("text", "shown"), [(":tada:", "🎉"), (":+1:", "👍"), (":no_such_thing:", ":no_such_thing:")])
def test_emoji_are_drawn_by_their_names(page: Page, text: str, shown: str) -> None:
    assert shown in drawn(page, text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Title\n- one\n- **two**\n", "<h4>Title</h4><ul><li>one</li><li><b>two</b></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("*a* `b` ~~c~~ <i>", "<p><i>a</i> <code>b</code> <s>c</s> &lt;i&gt;</p>"),
        ("```py\nx < 1\n```", "<pre>x &lt; 1</pre>"),
        ("> quoted", "<blockquote>quoted</blockquote>"),
        ("[x](javascript:alert(1))", "<p><span>x</span>)</p>"),
    ],
)
def test_markdown_blocks_are_drawn(page: Page, text: str, html: str) -> None:
    assert page.evaluate(MARKDOWN, text) == html
