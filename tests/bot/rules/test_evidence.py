"""Evidence is what it says, or it is refused; what is taken is kept as it was given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Item
from bot.refusals import Missing, NotEvidence, PartMissing, Refusal, TooFew, TooLong
from bot.rules.changing import LONGEST_TEXT
from bot.rules.evidence import EXAMPLE, EXAMPLES, Given, Proof, judged
from storage.playbooks.schema import Evidence
from tests.bot.making import an_item

PARTS = ("Who decides", "What success is")
KINDS = Evidence.__args__  # type: ignore[attr-defined]


def asked(kind: str, **more: object) -> Item:
    return an_item(evidence=kind, **more)


def form(**answers: str) -> Proof:
    return Proof(parts=tuple((part.replace("_", " "), answer) for part, answer in answers.items()))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("link", "https://files.example.com/a?b=1&c=2#d"),
        ("link", "http://wiki/page"),
        ("file", "https://acme.slack.com/files/U1/F2/contract.pdf"),
        ("file", "the signed one: https://acme.slack.com/archives/C1/p1700000000000100"),
        ("file", "scope-v2.docx, in the folder of Acme"),
        ("number", "INV-4711"),
        ("number", "order 4711"),
        ("number", "2026/114 and 2026/115"),
        ("count", "4"),
        ("count", "4 photos"),
        ("count", "12.5"),
        ("count", "12,5 km"),
        ("count", "0"),
        ("text", "none applies"),
        ("form", "all as agreed"),
        ("something new", "said"),
    ],
)
def test_what_is_of_its_kind_is_kept_as_it_was_given(kind: str, text: str) -> None:
    assert judged(asked(kind), Proof(f" {text} ")) == Given(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("link", "files.example.com/a"),
        ("link", "https://"),
        ("link", "https:///no-host"),
        ("link", "javascript:alert(1)"),
        ("link", "see https://files.example.com"),
        ("link", "https://a.example https://b.example"),
        ("file", "in the binder"),
        ("file", "it is done. Really"),
        ("file", "e.g. the contract"),
        ("file", "version 1.25"),
        ("number", "done"),
        ("number", "we called them 3 times and they still do not know it"),
        ("count", "some"),
        ("count", "-3"),
        ("count", "4x"),
        ("count", "9" * 30),
        ("date", "soon"),
        ("date", "2026-02-30"),
        ("date", "2026-12-01 or so?no"),
        ("date", "0026-12-01"),
        ("date", "9999-12-31"),
        ("text", "-"),
        ("form", "…"),
        ("something new", "?"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_with_what_was_given(kind: str, text: str) -> None:
    line = asked(kind)

    with pytest.raises(NotEvidence) as refused:
        judged(line, Proof(text))

    assert refused.value == NotEvidence(line, text)


@pytest.mark.parametrize(
    "proof", [Proof("2026-12-01"), Proof("2026-12-01T09:30:00"), Proof("2026-12-01 09:30"), Proof(on=date(2026, 12, 1))]
)
def test_a_date_is_a_day_of_the_calendar(proof: Proof) -> None:
    assert judged(asked("date"), proof) == Given("2026-12-01", date(2026, 12, 1))


def test_a_day_that_was_picked_counts_and_not_what_was_typed_beside_it() -> None:
    assert judged(asked("date"), Proof("soon", date(2026, 12, 1))).on == date(2026, 12, 1)


def test_a_day_that_no_calendar_reaches_is_none() -> None:
    with pytest.raises(NotEvidence):
        judged(asked("date"), Proof(on=date(9999, 12, 31)))


@pytest.mark.parametrize("kind", [each for each in KINDS if each != "none"])
def test_nothing_is_no_evidence_and_the_example_works(kind: str) -> None:
    with pytest.raises(Missing) as refused:
        judged(asked(kind), Proof("  "))

    example = refused.value.example
    assert example == EXAMPLES.get(kind, EXAMPLE)
    assert judged(asked(kind), Proof(example)).text == example


@pytest.mark.parametrize("kind", ["", "none"])
def test_where_no_evidence_is_asked_for_a_word_may_still_be_said(kind: str) -> None:
    assert [judged(asked(kind), Proof(text)).text for text in ("", " as agreed ")] == ["", "as agreed"]


@pytest.mark.parametrize(
    ("text", "is_enough"), [("3", False), ("3.9", False), ("3,9", False), ("4", True), ("40", True)]
)
def test_a_count_comes_to_the_least_that_was_asked_for(text: str, *, is_enough: bool) -> None:
    line = asked("count", at_least=4)

    if is_enough:
        assert judged(line, Proof(text)) == Given(text)
    else:
        with pytest.raises(TooFew) as refused:
            judged(line, Proof(text))
        assert refused.value == TooFew(line, text)


def test_a_form_is_kept_with_a_line_for_each_part_in_the_playbooks_order() -> None:
    line = asked("form", parts=PARTS)

    filled_in = judged(line, form(What_success_is="open on 1 May", Who_decides=" Mei "))

    assert filled_in == Given("Who decides: Mei\nWhat success is: open on 1 May")


def test_a_form_may_be_typed_as_lines_that_begin_with_their_parts() -> None:
    line = asked("form", parts=PARTS)

    typed = judged(line, Proof("• who decides: Mei\nwhat success is = open on 1 May"))

    assert typed == judged(line, form(Who_decides="Mei", What_success_is="open on 1 May"))


def test_what_was_kept_of_a_form_is_taken_again_as_it_stands() -> None:
    line = asked("form", parts=PARTS)
    kept = judged(line, form(Who_decides="Mei: she owns the site", What_success_is="open"))

    assert judged(line, Proof(kept.text)) == kept


def test_a_form_may_lie_elsewhere() -> None:
    address = "https://wiki.example.com/brief"

    assert judged(asked("form", parts=PARTS), Proof(address)) == Given(address)


@pytest.mark.parametrize(
    ("proof", "part"),
    [
        (Proof(), "Who decides"),
        (Proof("Mei decides"), "Who decides"),
        (Proof("Who decides: Mei"), "What success is"),
        (Proof("Who decides:\nWhat success is: open"), "Who decides"),
        (form(Who_decides="Mei", What_success_is=" - "), "What success is"),
        (form(What_success_is="open"), "Who decides"),
    ],
)
def test_a_form_with_a_part_missing_is_refused_with_that_part(proof: Proof, part: str) -> None:
    line = asked("form", parts=PARTS)

    with pytest.raises(PartMissing) as refused:
        judged(line, proof)

    assert refused.value == PartMissing(line, part)


@pytest.mark.parametrize(
    ("kind", "proof"),
    [
        ("text", Proof("x" * (LONGEST_TEXT + 1))),
        ("link", Proof(f"https://a.example/{'x' * LONGEST_TEXT}")),
        ("form", form(Who_decides="x" * (LONGEST_TEXT + 1), What_success_is="open")),
    ],
)
def test_evidence_is_never_cut_but_refused_when_it_is_too_long(kind: str, proof: Proof) -> None:
    with pytest.raises(TooLong):
        judged(asked(kind, parts=PARTS if proof.parts else ()), proof)


@given(
    st.sampled_from(KINDS),
    st.text(max_size=600),
    st.none() | st.dates(),
    st.none() | st.integers(1, 1000),
    st.lists(st.text(max_size=20), max_size=3),
)
def test_whatever_is_given_is_taken_or_refused_and_what_was_taken_is_taken_again(
    kind: str, text: str, on: date | None, at_least: int | None, parts: list[str]
) -> None:
    line = asked(kind, at_least=at_least, parts=tuple(parts) if kind == "form" else ())

    try:
        found = judged(line, Proof(text, on))
    except Refusal:
        return

    assert judged(line, Proof(found.text, found.on)) == found


@pytest.mark.parametrize(
    ("kind", "proof", "kept"),
    [
        ("text", Proof("none: no grant is open"), "none: no grant is open"),
        ("number", Proof("None, the customer pays nothing before"), "None, the customer pays nothing before"),
        ("date", Proof(none="it has no end"), "none: it has no end"),
        ("form", Proof(parts=(("Who decides", ""),), none="nobody"), "none: nobody"),
    ],
)
def test_where_the_playbook_allows_it_saying_why_there_is_none_is_evidence(kind: str, proof: Proof, kept: str) -> None:
    line = asked(kind, may_be_none=True, parts=("Who decides",) if kind == "form" else ())

    assert judged(line, proof) == Given(kept)
    with pytest.raises(Refusal):
        judged(replace(line, may_be_none=False, evidence="number", parts=()), proof)


@pytest.mark.parametrize("text", ["none", "None.", "none: "])
def test_that_there_is_none_needs_its_reason(text: str) -> None:
    with pytest.raises(Missing) as refused:
        judged(asked("text", may_be_none=True), Proof(text))

    assert refused.value.what == "why there is none"


@pytest.mark.parametrize(("text", "kept"), [("INV-4711", "INV-4711"), ("nonesuch 4711", "nonesuch 4711")])
def test_where_there_is_some_it_is_held_to_its_kind_all_the_same(text: str, kept: str) -> None:
    assert judged(asked("number", may_be_none=True), Proof(text)) == Given(kept)
