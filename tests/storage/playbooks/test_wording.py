"""The small languages inside the fields take what people write and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbook import DueRule
from storage.playbooks import wording


@pytest.mark.parametrize("word", ["a", "site_survey", "invoice1", "a" * 40])
def test_a_key_is_a_lower_case_word(word: str) -> None:
    assert wording.key(word) == word


@pytest.mark.parametrize("word", ["", "1st", "_a", "Site", "site-survey", "a b", "ä", "a" * 41, "a\n"])
def test_what_is_no_key_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="such as site_survey"):
        wording.key(word)


@pytest.mark.parametrize("word", ["a", "site-installation", "24h-repair", "a" * 60])
def test_a_kind_is_words_joined_by_hyphens(word: str) -> None:
    assert wording.kind(word) == word


@pytest.mark.parametrize("word", ["", "-a", "a-", "a--b", "a_b", "Site", "a b", "a" * 61, "a\n"])
def test_what_is_no_kind_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="such as site-installation"):
        wording.kind(word)


@pytest.mark.parametrize("text", ["Hello", "{account} {name} {kind} {owner} {seller} {promised}", "a { b", "}{"])
def test_a_welcome_names_what_every_deal_has(text: str) -> None:
    assert wording.welcome(text) == text


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [("acount", "did you mean account?"), ("amount", "did you mean account?"), ("", "use one of")],
)
def test_what_no_deal_has_is_refused_with_a_suggestion(word: str, suggestion: str) -> None:
    with pytest.raises(ValueError, match="not known here") as refused:
        wording.welcome(f"For {{{word}}}")

    assert suggestion in str(refused.value)


@pytest.mark.parametrize("word", ["delivery", "field-crew", "team_2", "a.b"])
def test_a_handle_is_what_slack_allows(word: str) -> None:
    assert wording.handle(word) == word


@pytest.mark.parametrize("word", ["", "@delivery", "Delivery", "field crew", "<!subteam^S1>", "a" * 22])
def test_what_is_no_handle_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="without @"):
        wording.handle(word)


@pytest.mark.parametrize("word", ["", "kim", "kim@", "@example.com", "kim@example", "kim @example.com", "a@b@c.d"])
def test_what_is_no_address_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"such as kim@example\.com"):
        wording.email(word)


@pytest.mark.parametrize("text", ["{short}", "deal-{account}-{short}", "{kind}_{name}-{short}", "x" * 40 + "{short}"])
def test_a_channel_name_ends_in_what_tells_deals_apart(text: str) -> None:
    assert wording.channel_name(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deal",
        "{short}-deal",
        "{account}",
        "{short}{short}",
        "deal {short}",
        "#deal-{short}",
        "{Short}",
        "{}{short}",
    ],
)
def test_what_names_no_channel_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\{short\}"):
        wording.channel_name(text)


@given(st.from_regex(wording.KEY, fullmatch=True), st.integers(-500, 500), st.sampled_from(["{}{}{}", "{} {} {}"]))
def test_every_due_rule_reads_as_it_was_written(anchor: str, days: int, shape: str) -> None:
    text = shape.format(anchor, "-" if days < 0 else "+", abs(days))

    assert wording.due_rule(text) == DueRule(anchor, days)


@pytest.mark.parametrize(
    "text", ["", "+ 2", "won +", "won 2", "2 days after won", "won + 2 weeks", "won + -2", "won + ٢", "T+1"]
)
def test_what_is_no_due_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as won \+ 2"):
        wording.due_rule(text)


@pytest.mark.parametrize("text", ["lead", "decide", "the crane slot is released", "we tell the customer"])
def test_what_happens_otherwise_is_one_of_two_words_or_a_line(text: str) -> None:
    assert wording.otherwise(text) == text


@pytest.mark.parametrize("text", ["Lead", "decides", "nothing", "the slot\nis released"])
def test_what_nobody_would_read_as_a_consequence_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"(Write lead, decide|one line)"):
        wording.otherwise(text)
