"""What is typed after the slash becomes a request, or a sentence with an example that works."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import UserId, WaitingOn
from commands.parse import EXAMPLES, Scope, parse, split_reschedule
from commands.requests import (
    AcceptItem,
    Ask,
    Checklist,
    Decide,
    Done,
    Glance,
    Help,
    History,
    ListDeals,
    Next,
    Owner,
    Request,
    Reschedule,
    SendBack,
    Waiting,
    Won,
)
from commands.spelling import UsageError, unescape

CUSTOMER, US, THIRD = WaitingOn.CUSTOMER, WaitingOn.US, WaitingOn.THIRD_PARTY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Glance()),
        (" \n\u00a0", Glance()),
        ("history", History()),
        ("decide", Decide()),
        ("help", Help(more=False)),
        ("?", Help(more=False)),
        ("help more", Help(more=True)),
        ("HELP All", Help(more=True)),
        ("list", ListDeals(Scope.MINE)),
        ("list mine", ListDeals(Scope.MINE)),
        ("list STALLED", ListDeals(Scope.STALLED)),
        ("list backlog", ListDeals(Scope.BACKLOG)),
        ("list all", ListDeals(Scope.ALL)),
        ("checklist", Checklist(None)),
        ("checklist Delivery", Checklist("delivery")),
        ("owner", Owner(None)),
        ("owner <@U123ABC|ana>", Owner(UserId("U123ABC"))),
        ("owner <@W123ABC>", Owner(UserId("W123ABC"))),
        ("ask", Ask(None, "", None)),
        ("ask <@U123ABC|mei>", Ask(UserId("U123ABC"), "", None)),
        ("ask <@U123ABC> lend us the crew", Ask(UserId("U123ABC"), "lend us the crew", None)),
        ("ask <@U123ABC> lend us the crew by fri", Ask(UserId("U123ABC"), "lend us the crew", "fri")),
        (
            "ask <@U123ABC> go by <@U9|bo> by bus by 1.12. 15:00",
            Ask(UserId("U123ABC"), "go by @bo by bus", "1.12. 15:00"),
        ),
        ("ask lend us “the crew” by fri", Ask(None, "lend us “the crew”", "fri")),
        ("ask <@W1> “stand by”", Ask(UserId("W1"), "stand by", None)),
        ("done", Done("")),
        ("done order the pump", Done("order the pump")),
        ("done “order the pump”", Done("order the pump")),
        ("done: order the pump", Done("order the pump")),
        ("done the customer's part", Done("the customer's part")),
        ("accept", AcceptItem("")),
        ("accept “the survey”", AcceptItem("the survey")),
        ("send-back the survey", SendBack("the survey", None)),
        ("send back the survey because it is old", SendBack("the survey", "it is old")),
        ("reject survey because a because b", SendBack("survey", "a because b")),
    ],
)
def test_reads_the_short_forms(text: str, expected: Request) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("next", Next("", None, None)),
        ("next order the pump", Next("order the pump", None, None)),
        ("next order the pump by fri", Next("order the pump", "fri", None)),
        ("NEXT order the pump BY Fri 15:00", Next("order the pump", "Fri 15:00", None)),
        ("next order the pump by fri else the slot is lost", Next("order the pump", "fri", "the slot is lost")),
        ("next order the pump else the slot is lost", Next("order the pump", None, "the slot is lost")),
        ("next by friday", Next("", "friday", None)),
        pytest.param("next call by phone by fri", Next("call by phone", "fri", None), id="the last by splits"),
        pytest.param(
            "next order it by fri else it is sold by noon",
            Next("order it", "fri", "it is sold by noon"),
            id="a by in the consequence stays there",
        ),
        pytest.param(
            "next call by phone by fri else mail else visit",
            Next("call by phone", "fri", "mail else visit"),
            id="the first else after a by splits",
        ),
        pytest.param("next do something else by fri", Next("do something else", "fri", None), id="else before by"),
        pytest.param("next stand by", Next("stand by", None, None), id="by at the end is a word"),
        pytest.param("next do something else", Next("do something else", None, None), id="else at the end is a word"),
        pytest.param("next nearby bypass", Next("nearby bypass", None, None), id="by inside words"),
        ("next “order the pump” by fri", Next("order the pump", "fri", None)),
        ("next order\nthe\u00a0pump\u2003by fri", Next("order the pump", "fri", None)),
        ("next ask <@U1|ana> &amp; &lt;b&gt; by fri", Next("ask @ana & <b>", "fri", None)),
        ("next İİİ 🚀 by fri else ẞ", Next("İİİ 🚀", "fri", "ẞ")),
        ("next הזמן משאבה by fri", Next("הזמן משאבה", "fri", None)),
        ("\u200fnext order by fri", Next("order", "fri", None)),
    ],
)
def test_reads_a_next_step(text: str, expected: Next) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reschedule", Reschedule("", None)),
        ("reschedule order the pump mon", Reschedule("order the pump mon", None)),
        ("move mon because it is late", Reschedule("mon", "it is late")),
        ("Reschedule pump mon BECAUSE a because b", Reschedule("pump mon", "a because b")),
        ("reschedule because it is late", Reschedule("", "it is late")),
    ],
)
def test_reads_a_new_time(text: str, expected: Reschedule) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("order the pump fri 15:00", ("order the pump", "fri 15:00")),
        ("fri 15:00", ("", "fri 15:00")),
        ("15:00", ("", "15:00")),
        ("“order the pump” fri", ("order the pump", "fri")),
        ("order the pump", ("order the pump", None)),
        ("", ("", None)),
        ("meet fri about the pump", ("meet fri about the pump", None)),
        (f"{'word ' * 2000}fri", (("word " * 2000).strip(), "fri")),
    ],
)
def test_the_longest_end_that_is_a_time_is_the_time(rest: str, expected: tuple[str, str | None]) -> None:
    assert split_reschedule(rest, {"fri", "15:00", "fri 15:00"}.__contains__) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("waiting", Waiting("", None, None, None)),
        ("waiting order the pump", Waiting("order the pump", None, None, None)),
        ("waiting on customer", Waiting("", CUSTOMER, None, None)),
        ("waiting on the customer", Waiting("", CUSTOMER, None, None)),
        ("waiting on client", Waiting("", CUSTOMER, None, None)),
        ("waiting customer until fri", Waiting("", CUSTOMER, "fri", None)),
        ("waiting on us until fri", Waiting("", US, "fri", None)),
        ("waiting ON THIRD PARTY because X", Waiting("", THIRD, None, "X")),
        ("waiting on third-party", Waiting("", THIRD, None, None)),
        ("waiting on 3rd party", Waiting("", THIRD, None, None)),
        (
            "waiting order the pump on customer until fri 15:00 because no permit",
            Waiting("order the pump", CUSTOMER, "fri 15:00", "no permit"),
        ),
        ("waiting turn on the pump on us", Waiting("turn on the pump", US, None, None)),
        ("waiting pump until fri because no permit", Waiting("pump", None, "fri", "no permit")),
        ("waiting on customer because they wait until may", Waiting("", CUSTOMER, None, "they wait until may")),
    ],
)
def test_reads_what_a_step_waits_on(text: str, expected: Waiting) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("won", Won(None, None)),
        ("won Acme EV site", Won("Acme EV site", None)),
        ("won Acme EV site 48000 EUR", Won("Acme EV site", "48000 EUR")),
        ("won Acme €48k", Won("Acme", "€48k")),
        ("won Acme 48 000,50 eur", Won("Acme", "48 000,50 eur")),
        ("won Acme 48,000", Won("Acme", "48,000")),
        ("won Acme USD 1.5m", Won("Acme", "USD 1.5m")),
        ("won Acme EUR 1,2 Mio", Won("Acme", "EUR 1,2 Mio")),
        ("won Acme 1,2 Mio. Euro", Won("Acme", "1,2 Mio. Euro")),
        ("won Acme 48 T€", Won("Acme", "48 T€")),
        ("won Crane for 5 t", Won("Crane for 5 t", None)),
        ("won 48000", Won(None, "48000")),
        ("won Acme phase 2", Won("Acme phase 2", None)),
        ("won Tower 42", Won("Tower 42", None)),
        ("won “Acme 2” 48000 EUR", Won("Acme 2", "48000 EUR")),
        ("won Acme &amp; Sons", Won("Acme & Sons", None)),
    ],
)
def test_reads_a_won_deal(text: str, expected: Won) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "problem", "example"),
    [
        ("reschedul", "“reschedul” is not something I know. Did you mean “reschedule”?", EXAMPLES["reschedule"]),
        ("moev fri", "“moev” is not something I know. Did you mean “move”?", EXAMPLES["reschedule"]),
        ("xyzzy", "“xyzzy” is not something I know.", EXAMPLES["help"]),
        ("&lt;b&gt;", "“&lt;b&gt;” is not something I know.", EXAMPLES["help"]),
        ("list stalld", "“stalld” is no list; mine, stalled, backlog and all are.", "list stalled"),
        ("list qqq", "“qqq” is no list; mine, stalled, backlog and all are.", "list stalled"),
        ("waiting on godot", "A step waits on customer, us or third party; I cannot place “godot”.", None),
        ("waiting on us all", "A step waits on customer, us or third party; I cannot place “all”.", None),
        ("owner @ana", "“@ana” is not one person; pick one from the list that Slack shows after an @.", None),
        (
            "owner <@U1|a> <@U2|b>",
            "“@a @b” is not one person; pick one from the list that Slack shows after an @.",
            None,
        ),
        (
            "owner <!channel>",
            "“@\u200bchannel” is not one person; pick one from the list that Slack shows after an @.",
            None,
        ),
    ],
)
def test_says_what_is_wrong_and_what_would_work(text: str, problem: str, example: str | None) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(text)

    assert refusal.value.problem == problem
    assert refusal.value.example == (example or EXAMPLES[text.split(maxsplit=1)[0]])


def test_quotes_only_the_beginning_of_a_long_mistake() -> None:
    with pytest.raises(UsageError) as refusal:
        parse("x" * 10_000)

    assert len(refusal.value.problem) < 100


@pytest.mark.parametrize("example", EXAMPLES.values())
def test_every_example_works(example: str) -> None:
    typed = re.sub(r"@(\w+)", r"<@U123|\1>", example)

    assert parse(typed) is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plain", "plain"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("&quot;", "&quot;"),
        ("<@U123|ana>", "@ana"),
        ("<@U123>", "@U123"),
        ("<#C123|general>", "#general"),
        ("<#C123>", "#C123"),
        ("<!channel>", "@channel"),
        ("<!here|here>", "here"),
        ("<!subteam^S123|@field>", "@field"),
        ("<!subteam^S123>", "@subteam"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2"),
        ("see <https://example.com|the page>", "see https://example.com"),
        ("<mailto:ana@example.com|ana@example.com>", "ana@example.com"),
        ("<tel:+358401234567|040 1234567>", "+358401234567"),
        ("a < b > c", "a < b > c"),
        ("<>", "<>"),
    ],
)
def test_unescapes_what_slack_escaped(typed: str, meant: str) -> None:
    assert unescape(typed) == meant


@given(st.text())
def test_unescaping_undoes_the_escaping_of_any_text(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert unescape(escaped) == text


verbs = st.sampled_from([*EXAMPLES, "move", "?", "Next", "DONE", "nxt", ""])
pieces = st.sampled_from(
    ["by", "else", "because", "until", "on", "customer", "<@U1|a>", "<", "&lt;", '"', "“", "42", "€"]
)
rests = st.lists(pieces | st.text(max_size=8), max_size=12).map(" ".join)


@given(verbs, rests)
def test_any_text_is_a_request_or_a_usage_error(verb: str, rest: str) -> None:
    with suppress(UsageError):
        assert parse(f"{verb} {rest}") is not None


@given(st.text(st.characters(exclude_characters="<>&"), max_size=40))
def test_a_step_without_keywords_is_kept_as_typed(what: str) -> None:
    plain = " ".join(word for word in what.split() if word.lower() not in {"by", "else"}).strip("\"'“”„«»\u2018\u2019 ")

    assert parse(f"next {plain} by fri") == Next(plain.strip(), "fri", None)


@pytest.mark.parametrize("verb", ["next", "done", "reschedule", "waiting", "won", "checklist"])
@pytest.mark.parametrize(
    "piece", ["1 000 ", "by ", "else ", "on ", "on us ", "because ", "until ", "<", "&lt;", "«", "🚀 "]
)
def test_ten_thousand_characters_do_no_harm(verb: str, piece: str) -> None:
    with suppress(UsageError):
        assert parse(f"{verb} {piece * (10_000 // len(piece))}") is not None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "waiting call on customer until fri chased by <@U0MEI|mei>",
            Waiting("call", WaitingOn.CUSTOMER, "fri", None, UserId("U0MEI")),
        ),
        (
            "waiting on us chased by <@U0MEI> until fri because of the permit",
            Waiting("", WaitingOn.US, "fri", "of the permit", UserId("U0MEI")),
        ),
        ("waiting call chased by <@U0MEI>", Waiting("call", None, None, None, UserId("U0MEI"))),
        ("waiting call chased by mei", Waiting("call chased by mei", None, None, None)),
    ],
)
def test_whoever_asks_again_is_named_anywhere(text: str, meant: Waiting) -> None:
    assert parse(text) == meant
