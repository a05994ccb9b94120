"""A refusal is remembered word for word, for the input that it was the answer to and for no other."""

from datetime import timedelta

from bot.model import UserId
from bot.service.refused import known, refuse
from tests.bot.making import ANA, NOW
from tests.bot.service.conftest import Office

LATER = NOW + timedelta(minutes=4)


def words_for(office: Office, key: str) -> str | None:
    return known(office.desk, office.workspace.id, key, ANA).words


def test_what_was_refused_is_known_by_its_words(office: Office) -> None:
    refuse(office.desk, office.workspace.id, "typed:1", "There is no open step.", now=NOW)

    assert words_for(office, "typed:1") == "There is no open step."


def test_what_was_never_refused_is_not_known(office: Office) -> None:
    refuse(office.desk, office.workspace.id, "typed:1", "There is no open step.", now=NOW)

    assert words_for(office, "typed:2") is None


def test_the_first_words_stand(office: Office) -> None:
    for words, at in (("first", NOW), ("second", LATER)):
        refuse(office.desk, office.workspace.id, "typed:1", words, now=at)

    assert words_for(office, "typed:1") == "first"


def test_a_refusal_takes_no_place_of_an_outcome(office: Office) -> None:
    refuse(office.desk, office.workspace.id, "form:V1", "When is missing.", now=NOW)

    with office.desk.work(office.workspace.id) as uow:
        assert uow.answered("form:V1") is None
        uow.answer("form:V1", "3-4", now=LATER)
        assert uow.answered("form:V1") == "3-4"


def test_who_an_input_comes_from_is_known_in_the_same_look(office: Office) -> None:
    met, stranger = (known(office.desk, office.workspace.id, "typed:1", user) for user in (ANA, UserId("U0NEW")))

    assert met.person
    assert met.person.id == ANA
    assert stranger.person is None
