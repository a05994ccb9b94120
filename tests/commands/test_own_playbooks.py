"""The playbooks of a workspace: an admin lists them, pastes another version, reads what it changes, puts it in force."""

from typing import Any

import pytest

from bot.service import publishing
from bot.versions import PlaybookMoved
from messages.shelf import PARTS
from storage.playbooks.library import built_in, built_in_texts
from storage.playbooks.writing import to_yaml
from tests.bot.service.conftest import won
from tests.commands.hall import Hall, Told, with_channel

LIV, ANA = "ULIV", "UANA"
SITE = next(each for each in built_in() if each.kind == "site-installation")
TEXT = dict(built_in_texts())["site-installation.yaml"]
SETTINGS = "settings playbooks"
FULL = 3_000


@pytest.fixture
def shelf(hall: Hall) -> Hall:
    """Return a hall with the playbooks that come with Baton, and a deal by the one for installations."""
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_playbooks(built_in(), now=hall.clock.at)
    deal_id = hall.office.receive(won("D-9", kind=SITE.kind)).deal_id
    with_channel(hall.office, deal_id, "C0SITE")
    hall.deal_id = deal_id
    hall.clock.move(hours=1)
    return hall


def parts(text: str) -> dict[str, Any]:
    """Cut a text as somebody does who pastes a file: at the end of a line, when a field is full."""
    found = [""]
    for line in text.splitlines(keepends=True):
        if len(found[-1]) + len(line) > FULL and len(found) < len(PARTS):
            found.append("")
        found[-1] += line
    return dict(zip(PARTS, found, strict=False))


def replacing(hall: Hall, title: str = SITE.title) -> Told:
    return hall.presses(LIV, hall.types(LIV, SETTINGS).button("Replace…", title))


def pasted(hall: Hall, text: str, form: Told | None = None) -> Told:
    view = (form or replacing(hall)).view
    assert view
    # Every field of the form is sent; one that is left alone would come back as it was filled in before.
    return hall.submits(LIV, view, **(dict.fromkeys(_fields(view), "") | parts(text)))


def _fields(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def changed(text: str = "") -> str:
    return (text or to_yaml(SITE)).replace("due: won + 10", "due: won + 12").replace("Site installation", "Our sites")


def test_an_admin_reads_which_playbooks_there_are(shelf: Hall) -> None:
    told = shelf.types(LIV, SETTINGS)

    assert "*Site installation* (`site-installation`): 2" in told.said
    assert "comes with Baton" in told.said
    assert [each["text"]["text"] for each in told.buttons].count("Replace…") == len(built_in()) + 1


def test_others_are_told_who_can(shelf: Hall) -> None:
    assert "Only an admin" in shelf.types(ANA, SETTINGS).said
    listed = shelf.types(LIV, SETTINGS)
    for label in ("Show", "Replace…", "Add…"):
        assert "Only an admin" in shelf.presses(ANA, listed.button(label)).said


def test_a_playbook_is_shown_as_text_to_copy(shelf: Hall) -> None:
    view = shelf.presses(LIV, shelf.types(LIV, SETTINGS).button("Show", SITE.title)).view

    assert view
    assert "kind: site-installation" in str(view)
    assert "submit" not in view


def test_the_form_holds_the_version_in_force_to_be_changed_there(shelf: Hall) -> None:
    form = replacing(shelf)

    text = "\n".join(each.get("initial_value", "") for each in form.fields.values()).strip("\n")
    assert text == to_yaml(SITE).strip("\n")


def test_what_is_wrong_stands_under_its_field(shelf: Hall) -> None:
    told = pasted(shelf, to_yaml(SITE).replace("evidence: count", "evidense: count").replace("won + 10", "wonn + 10"))

    assert list(told.errors) == ["part_1"]
    assert "There is no field evidense here; did you mean evidence?" in told.errors["part_1"]
    assert "There is nothing called wonn to count from; did you mean won?" in told.errors["part_1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Line 1: This file is empty"),
        ("kind: x\n\title: y", "Line 2: "),
        ("a: &a [*a, *a]", "Aliases"),
        ("kind: repair\nkind: repair", "is written twice here"),
        ("[" * 40, "nested more than"),
        ("- a\n- b", "A playbook consists of fields"),
        ("kind: site-installation\nitems:\n" + "- {}\n" * 3000, "at most 100 fit"),
    ],
    ids=["empty", "tab", "bomb", "twice", "deep", "list", "many"],
)
def test_what_is_no_playbook_at_all_is_explained_in_the_form(shelf: Hall, text: str, said: str) -> None:
    told = pasted(shelf, text)

    assert said in told.errors["part_1"]
    assert len(told.errors["part_1"]) < 2_000


def test_a_file_with_its_comments_can_be_pasted_in_parts(shelf: Hall) -> None:
    view = pasted(shelf, TEXT.replace("due: won + 10", "due: won + 12")).view

    assert view
    assert "due 12 working days after the deal was won (was: 10 working days after the deal was won)" in str(view)


def test_another_kind_is_not_put_in_its_place(shelf: Hall) -> None:
    told = pasted(shelf, changed().replace("kind: site-installation", "kind: other"))

    assert told.errors == {
        "part_1": "This says kind: other, and would become another playbook. Write kind: site-installation here, or add "
        "it as a new one."
    }


def test_what_changes_nothing_is_not_asked_about(shelf: Hall) -> None:
    assert "says what “Site installation” says already" in pasted(shelf, to_yaml(SITE)).errors["part_1"]


def test_before_it_is_in_force_the_admin_reads_what_it_changes_and_for_how_many(shelf: Hall) -> None:
    form = pasted(shelf, changed())

    assert form.view
    assert "What changes in *Our sites*" in str(form.view)
    assert "Deals that are open (1)" in str(form.view)
    with shelf.office.desk.work(shelf.office.workspace.id) as uow:
        assert uow.playbook(SITE.kind).id == SITE.id


@pytest.mark.parametrize(
    ("answer", "title"), [(None, "Site installation"), ("keep", "Site installation"), ("follow", "Our sites")]
)
def test_open_deals_keep_theirs_unless_they_are_to_follow(shelf: Hall, answer: str | None, title: str) -> None:
    form = pasted(shelf, changed())
    assert form.view

    done = shelf.submits(LIV, form.view, follow=answer)
    publishing.follow(shelf.office.desk, shelf.office.workspace.id, now=shelf.clock.at)

    assert done.view
    assert shelf.deal.playbook_name == title
    assert shelf.events().count(PlaybookMoved) == (answer == "follow")
    # The next deal goes by it either way.
    newer = shelf.office.receive(won("D-10", kind=SITE.kind)).deal_id
    assert shelf.office.deal(newer).playbook_name == "Our sites"


def test_the_list_names_who_put_it_in_force(shelf: Hall) -> None:
    form = pasted(shelf, changed())
    assert form.view
    shelf.submits(LIV, form.view)

    assert "put in force by <@ULIV>" in shelf.types(LIV, SETTINGS).said


def test_the_same_form_twice_stands_in_the_record_once(shelf: Hall) -> None:
    form = pasted(shelf, changed())
    assert form.view

    for _ in range(2):
        assert shelf.submits(LIV, form.view, view_id="V1").status == 200

    with shelf.office.desk.work(shelf.office.workspace.id) as uow:
        assert [each.by for each in uow.chosen()] == [LIV]


def test_a_form_that_another_admin_overtook_is_refused(shelf: Hall) -> None:
    mine, theirs = pasted(shelf, changed()), pasted(shelf, changed().replace("won + 12", "won + 14"))
    assert mine.view
    assert theirs.view
    shelf.submits(LIV, theirs.view)

    assert "has changed since you were shown it" in shelf.submits(LIV, mine.view).errors["follow"]


def test_a_new_kind_is_added_and_the_next_deal_of_it_goes_by_it(shelf: Hall) -> None:
    empty = shelf.presses(LIV, shelf.types(LIV, SETTINGS).button("Add…"))
    form = pasted(shelf, changed().replace("kind: site-installation", "kind: repair"), empty)
    assert form.view
    assert "is a new kind of deal" in str(form.view)

    shelf.submits(LIV, form.view)

    deal = shelf.office.deal(shelf.office.receive(won("D-11", kind="repair")).deal_id)
    assert deal.playbook_name == "Our sites"


def test_many_deals_follow_in_turns_and_each_only_once(shelf: Hall) -> None:
    ids = [shelf.office.receive(won(f"M-{n}", kind=SITE.kind)).deal_id for n in range(4)]
    form = pasted(shelf, changed())
    assert form.view
    shelf.submits(LIV, form.view, follow="follow")

    desk, here = shelf.office.desk, shelf.office.workspace.id
    turns = [publishing.follow(desk, here, now=shelf.clock.at, most=2) for _ in range(5)]

    assert turns == [2, 2, 1, 0, 0]
    assert {shelf.office.deal(each).playbook_name for each in [*ids, shelf.deal_id]} == {"Our sites"}
    assert [shelf.office.events(each).count(PlaybookMoved) for each in ids] == [1] * 4


def test_a_choice_that_was_overtaken_moves_nobody(shelf: Hall) -> None:
    first = pasted(shelf, changed())
    assert first.view
    shelf.submits(LIV, first.view, follow="follow")
    again = pasted(shelf, changed().replace("won + 12", "won + 20"), replacing(shelf, "Our sites"))
    assert again.view
    shelf.clock.move(minutes=1)
    shelf.submits(LIV, again.view)

    publishing.follow(shelf.office.desk, shelf.office.workspace.id, now=shelf.clock.at)

    assert shelf.deal.playbook_name == "Site installation"
