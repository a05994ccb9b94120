"""A Home is published as it stands, the newest wins, and one that cannot be published is no trouble for anything else."""

import pytest

from bot.model import UserId
from bot.outgoing import Kind, Outgoing
from tests.messages.delivery.office import Office

PUBLISH = "views.publish"


@pytest.fixture
def ben(office: Office) -> UserId:
    """Return somebody whose Home nobody has published yet."""
    return UserId(office.client.add_person(f"ben{office.first_entry}")["id"])


def home(key: str, person: UserId, shown: str = "all:0:") -> Outgoing:
    return Outgoing(key, Kind.HOME, None, to_user=person, detail=shown, edits=f"home:{person}")


def shown(office: Office, person: UserId) -> str:
    """Return what stands in somebody's Home."""
    view = office.client.home(person)
    return view["blocks"][0]["text"]["text"].split(" for ")[0] if view else ""


def publish(office: Office, *keys: str, person: UserId) -> None:
    for key in keys:
        office.send(home(key, person))
        office.drain()


def test_a_home_is_published_with_what_it_shows(office: Office, ben: UserId) -> None:
    office.send(home("h", ben, "steps:2:"))

    office.drain()

    view = office.client.home(ben)
    assert view
    assert view["private_metadata"] == "steps:2:"
    assert shown(office, ben) == "h"


def test_of_several_that_wait_only_the_newest_is_published(office: Office, ben: UserId) -> None:
    office.send(*(home(key, ben) for key in ("h1", "h2", "h3")))

    office.drain()

    assert shown(office, ben) == "h3"
    assert office.rows() == {"h1": "moot", "h2": "moot", "h3": "sent"}
    assert len(office.calls(PUBLISH)) == 1


def test_anothers_home_keeps_none_back(office: Office, ben: UserId) -> None:
    office.send(home("h1", ben), home("h2", office.ana))

    office.drain()

    assert (shown(office, ben), shown(office, office.ana)) == ("h1", "h2")


def test_the_next_one_is_published_only_over_the_one_before(office: Office, ben: UserId) -> None:
    publish(office, "h1", "h2", person=ben)

    first, second = office.calls(PUBLISH)
    assert "hash" not in first
    assert second["hash"]
    assert shown(office, ben) == "h2"


def test_a_view_that_changed_underneath_is_read_and_published_anew(office: Office, ben: UserId) -> None:
    publish(office, "h1", person=ben)
    office.slack.keep_home(ben, "156772938.1827394")

    publish(office, "h2", person=ben)

    assert shown(office, ben) == "h2"
    assert office.drawn.count("h2") == 2
    assert len(office.calls(PUBLISH)) == 3


@pytest.mark.parametrize(
    "fault", ["429:2", "apply_then_drop", "drop_before", "status:500", "error:internal_error", "hang:0.45", "late:30"]
)
def test_a_fault_only_delays_it(office: Office, ben: UserId, fault: str) -> None:
    office.inject(fault, method=PUBLISH)

    publish(office, "h", person=ben)

    assert shown(office, ben) == "h"


@pytest.mark.parametrize("code", ["not_enabled", "user_not_found", "missing_scope", "unknown_method"])
def test_where_slack_shows_no_home_it_is_settled_and_nobody_is_told(office: Office, ben: UserId, code: str) -> None:
    office.inject(f"error:{code}", method=PUBLISH)

    publish(office, "h", person=ben)

    assert office.rows() == {"h": "sent"}
    assert office.given_up == []


def test_one_that_fails_again_and_again_waits_for_its_next_opening(office: Office, ben: UserId) -> None:
    office.inject("status:500", method=PUBLISH, times=100)

    publish(office, "h", person=ben)

    assert office.rows() == {"h": "moot"}
    assert office.given_up == []
    assert len(office.calls(PUBLISH)) < 10


def test_messages_leave_while_a_home_cannot(office: Office, ben: UserId) -> None:
    deal = office.deal()
    office.inject("status:500", method=PUBLISH, times=100)
    office.send(home("h", ben))
    office.say(deal, "a")

    office.deliver()

    assert office.texts(deal.channel_id) == ["a"]


def test_its_words_are_not_kept(office: Office, ben: UserId) -> None:
    publish(office, "h", person=ben)

    assert "h for" not in office.column("h", "body")


def news(key: str, person: UserId) -> Outgoing:
    """Return a Home that is drawn because of what others did: it names no part."""
    return Outgoing(key, Kind.HOME, None, to_user=person, edits=f"home:{person}")


def test_one_that_nobody_asked_for_shows_what_its_person_chose_last(office: Office, ben: UserId) -> None:
    with office.storage.work(office.workspace.id) as uow:
        uow.looked(ben, "steps:2:", at=office.clock.now())
    office.send(news("h", ben))

    office.drain()

    view = office.client.home(ben)
    assert view
    assert view["private_metadata"] == "steps:2:"


def test_whoever_opens_theirs_waits_for_nobodys_that_changed_underneath(office: Office, ben: UserId) -> None:
    """Sixty Homes that changed at once and one that is opened: that one is there before a minute's part of them."""
    crowd = [UserId(office.client.add_person(f"p{office.first_entry}-{number}")["id"]) for number in range(60)]
    office.send(*(news(f"n{number}", each) for number, each in enumerate(crowd)))
    office.deliver()
    office.send(home("opened", ben))

    office.deliver()

    sent = [key for key, state in office.rows().items() if state == "sent"]
    assert sent == ["n0", "n1", "n2", "n3", "n4", "opened"]
    office.clock.pass_(60)
    office.deliver()
    assert len(office.calls(PUBLISH)) <= 5 + 45 + 1
    office.drain()
    assert set(office.rows().values()) == {"sent"}


def test_no_home_takes_a_boards_place(office: Office, ben: UserId) -> None:
    """Slack counts the two apart: however many Homes wait, an edit of a board finds its own tokens."""
    deal = office.deal()
    office.say(deal, "board")
    office.deliver()
    office.send(*(news(f"n{number}", UserId(f"U{number}")) for number in range(20)))
    edit = Outgoing("edit", Kind.EDIT, None, deal_id=deal.id, in_channel_of=deal.id, edits="board")
    office.send(edit)

    office.deliver()

    assert office.rows()["edit"] == "sent"
