"""Two people press at the same moment, and one press arrives twice: one change, and everybody is told the truth."""

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.stage import ACME, PATIENCE, Stage, served


@pytest.fixture(scope="module", params=["socket mode", "http"])
def on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("two"), over_http=request.param == "http") as made:
        yield made


def opened(on: Stage, account: str) -> str:
    """Open a deal of its own for a test; Jonas owns it and has made a next step. Return its channel."""
    on.won({**ACME, "id": account, "account": {"name": account}})
    on.settle()
    on.press("jonas", "Accept", "will you own", account)
    on.type("jonas", "/deal next call the site host by fri", account)
    return on.channel(account)


def ready(on: Stage, name: str, channel: str, label: str, about: str = "Next step: ") -> Callable[[], str]:
    """Let somebody aim at the newest button; pressing it then gives what only this person was shown, in a moment."""
    somebody = on.people[name]
    button = somebody.sees_button(label, about=about, in_=channel)

    def whispers() -> list[str]:
        return [str(each["text"]) for each in on.slack.messages(channel, somebody.id) if each["is_ephemeral"]]

    def press() -> str:
        before = len(whispers())
        somebody.pushes(button).heard()
        return on.slack.until(lambda: next(iter(whispers()[before:]), None), seconds=PATIENCE) or "nothing"

    return press


def said(on: Stage, channel: str, words: str) -> list[str]:
    on.settle()
    return [text for text in on.read(channel) if text.startswith(words)]


def test_of_two_who_press_done_one_did_it_and_both_know_who(on: Stage) -> None:
    channel = opened(on, "alpha")

    jonas, lena = on.at_once(*(ready(on, who, channel, "Done") for who in ("jonas", "lena")))

    (told,) = said(on, channel, "Done: *call the site host*, by ")
    winner = next(person.id for person in on.people.values() if person.id in told)
    first, second = (jonas, lena) if winner == on.people["jonas"].id else (lena, jonas)
    assert first == "Done: *call the site host*."
    assert second.startswith(f"“call the site host” is done already: <@{winner}>")


def test_when_several_answer_an_offer_at_once_only_the_offered_one_counts_and_only_once(on: Stage) -> None:
    on.won({**ACME, "id": "beta", "account": {"name": "beta"}})
    on.settle()
    channel = on.channel("beta")
    jonas, mei = (on.people[name].id for name in ("jonas", "mei"))

    answers = on.at_once(*(ready(on, who, channel, "Accept", "will you own") for who in ("jonas", "mei", "jonas")))

    assert len(said(on, channel, f"<@{jonas}> owns *Acme EV site* now")) == 1
    # Both are true: which of them depends on who came first.
    assert answers[1].startswith((f"Only <@{jonas}> can", f"Nobody is asked to own this deal: <@{jonas}> owns it."))
    assert f"*Owner:* <@{jonas}>\n" in on.board("beta")
    assert mei not in on.board("beta").splitlines()[1]


def test_steps_that_two_people_commit_to_at_once_both_stand(on: Stage) -> None:
    channel = opened(on, "gamma")

    shown = on.at_once(
        lambda: on.people["jonas"].types("/deal next order the crane by thu", in_=channel).shown,
        lambda: on.people["mei"].types("/deal next send the invoice by thu", in_=channel).shown,
    )

    assert [text.split("*")[1] for text in shown] == ["order the crane", "send the invoice"]
    assert len(said(on, channel, "Next step: ")) == 3
    history = on.type("lena", "/deal history", "gamma").splitlines()[1:]
    assert [line.partition(".")[0] for line in history] == [str(n) for n in range(1, len(history) + 1)]


@pytest.mark.parametrize("what", ["interactive", "slash_commands"])
def test_what_slack_delivers_twice_happens_once_and_gets_the_first_answer(on: Stage, what: str) -> None:
    channel = opened(on, what.replace("_", ""))
    on.slack.inject({"method": what, "do": "double", "times": 1})

    if what == "interactive":
        told = ready(on, "jonas", channel, "Done")()
    else:
        told = on.people["jonas"].types("/deal done", in_=channel).shown

    assert told == "Done: *call the site host*."
    assert len(said(on, channel, "Done: *call the site host*, by ")) == 1
