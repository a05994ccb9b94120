"""How markdown blocks are drawn: by CommonMark, within what the page's look and its content policy allow."""

import pytest

from sandbox.drawing.markdown import markdown
from tests.sandbox.drawing.tree import tree


def drawn(text: str) -> str:
    html = markdown(text)
    assert html.startswith('<div class="rich">')
    return html.removeprefix('<div class="rich">').removesuffix("</div>").replace("\n", "")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Title\n- one\n- **two**\n", "<h4>Title</h4><ul><li>one</li><li><strong>two</strong></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. c", '<ol start="3"><li>c</li></ol>'),
        ("*a* `b` ~~c~~ <i>", "<p><em>a</em> <code>b</code> <s>c</s> &lt;i&gt;</p>"),
        ("```py\nx < 1\n```", "<pre>x &lt; 1</pre>"),
        ("    indented", "<pre>indented</pre>"),
        ("> quoted", "<blockquote><p>quoted</p></blockquote>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("***", "<hr>"),
        (":tada: at 10:30:45", "<p>🎉 at 10:30:45</p>"),
        ("<@UIVY> <!here>", "<p>&lt;@UIVY&gt; &lt;!here&gt;</p>"),
    ],
)
def test_markdown_is_drawn_by_commonmark(text: str, html: str) -> None:
    assert drawn(text) == html


def test_a_link_opens_elsewhere() -> None:
    link = tree(markdown("[x & y](https://a.example/?a=1&b=2)")).one("a")

    assert link.facts == {"href": "https://a.example/?a=1&b=2", "target": "_blank", "rel": "noopener noreferrer"}
    assert link.text == "x & y"


@pytest.mark.parametrize(
    "text",
    ["[x](javascript:alert(1))", "[x](data:text/html,y)", "<javascript:alert(1)>", "[x](/sandbox/state)", "[x](page)"],
)
def test_a_link_that_could_do_harm_stays_text(text: str) -> None:
    page = tree(markdown(text))

    assert page.all("a") == []
    assert page.text.strip() == text


def test_a_link_to_nowhere_leads_nowhere() -> None:
    assert "href" not in tree(markdown("[x]()")).one("a").facts


def test_a_picture_becomes_a_link_as_in_slack() -> None:
    page = tree(markdown("![plan](https://a.example/plan.png)"))

    assert page.all("img") == []
    assert page.one("a").facts["href"] == "https://a.example/plan.png"


def test_a_table_is_aligned_without_inline_style() -> None:
    page = tree(markdown("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |"))

    assert [one.facts for one in page.all("td")] == [{}, {"class": "center"}, {"class": "right"}]
    assert [one.text for one in page.all("th")] == ["a", "b", "c"]
