"""What people type is written down as Slack does: escaped, with the names they picked as ids."""

import pytest

from sandbox.people.writing import escaped, written
from sandbox.state.model import Channel, User
from sandbox.state.team import Team

WORKSPACE = Team(
    "T1",
    "Test",
    "test",
    users={"U1": User("U1", "ana", "Ana"), "U2": User("U2", "ana.maria", "Ana Maria")},
    channels={"C1": Channel("C1", "deals", "U1", 0)},
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("plain", "plain"),
        ("a < b > c & d", "a &lt; b &gt; c &amp; d"),
        ("@ana", "<@U1>"),
        ("@Ana please", "<@U1> please"),
        ("thanks, @ana.", "thanks, <@U1>."),
        ("@ana.maria", "<@U2>"),
        ("@ana, @ana.maria: both", "<@U1>, <@U2>: both"),
        ("mail ana@example.com", "mail ana@example.com"),
        ("@nobody", "@nobody"),
        ("#deals and #nothing", "<#C1|deals> and #nothing"),
        ("item#deals", "item#deals"),
        ("<@U1>", "<@U1>"),
        ("<@U9>", "&lt;@U9&gt;"),
        ("<#C1>", "<#C1|deals>"),
        ("<#C9>", "&lt;#C9&gt;"),
        ("<!channel> <!here>", "&lt;!channel&gt; &lt;!here&gt;"),
        ("<https://evil.example|good>", "&lt;<https://evil.example>|good&gt;"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("https://example.com/@ana#open", "<https://example.com/@ana#open>"),
        ("@channel @here @everyone", "<!channel> <!here> <!everyone>"),
        ("عميل 🚀", "عميل 🚀"),
    ],
)
def test_a_message(typed: str, stored: str) -> None:
    assert written(typed, WORKSPACE, with_names=False) == stored


def test_a_slash_command_carries_the_name_beside_the_id() -> None:
    assert written("ask @ana <@U2>", WORKSPACE, with_names=True) == "ask <@U1|ana> <@U2|ana.maria>"


def test_only_three_characters_are_escaped() -> None:
    assert escaped("""&<>"'`*_~""") == """&amp;&lt;&gt;"'`*_~"""


def test_text_that_looks_escaped_is_escaped_again() -> None:
    assert written("&lt;@U1&gt;", WORKSPACE, with_names=False) == "&amp;lt;@U1&amp;gt;"
