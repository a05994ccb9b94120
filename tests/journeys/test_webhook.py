"""The contract with systems that tell Baton of won deals, as the served program keeps it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.stage import ACME, Stage, served

LARGEST = 1 << 20


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("webhook")) as made:
        yield made


def deal(number: int, **more: Any) -> dict[str, Any]:
    """Return a deal of its own for a test: they share one Baton."""
    return {**ACME, "id": f"D-{number}", "account": {"name": f"Customer {number}"}, **more}


def test_a_deal_that_is_told_again_is_known_and_newer_facts_update_it(on: Stage) -> None:
    first = on.won(deal(1))
    again = on.won(deal(1))
    newer = on.won(deal(1, amount_minor=5_000_000), "deal.updated")
    on.settle()

    (channel,) = on.channels("customer-1")
    assert [first[0], again[0], newer[0]] == [202, 200, 200]
    assert [each["status"] for _, each in (first, again, newer)] == ["accepted", "known", "updated"]
    assert len({each["deal"] for _, each in (first, again, newer)}) == 1
    (told,) = [text for text in on.read(channel["id"]) if "the CRM changed" in text]
    assert "amount: €48,000 → €50,000" in told


def test_older_news_that_comes_late_changes_nothing(on: Stage) -> None:
    late = on.news(deal(2, amount_minor=1))
    on.until(on.slack.now() + timedelta(minutes=1))
    on.won(deal(2))

    assert on.hook(late)[1]["status"] == "known"


def line(on: Stage, number: int, event: str, **item: Any) -> tuple[int, dict[str, Any]]:
    """Tell of one line of a deal's checklist, a minute later than whatever was told before."""
    on.slack.advance(60)
    now = on.slack.now().isoformat()
    said = {"event": event, "occurred_at": now, "source": "erp", "deal": {"id": f"D-{number}"}, "item": item}
    return on.hook(json.dumps(said).encode())


def test_another_system_ends_a_line_and_opens_it_again_and_people_still_accept(on: Stage) -> None:
    on.won(deal(17))
    scope = {"key": "scope", "evidence": "https://files.example.com/scope.pdf"}
    wrong = line(on, 17, "item.done", key="scope", evidence="in the binder")
    done = line(on, 17, "item.done", **scope)
    again = line(on, 17, "item.done", **scope)
    reopened = line(on, 17, "item.reopened", key="scope", reason="the customer changed the layout")
    on.settle()

    assert (wrong[0], wrong[1]["errors"][0]["field"]) == (422, "item.evidence")
    assert [each[1]["status"] for each in (done, again, reopened)] == ["updated", "known", "updated"]
    (channel,) = on.channels("customer-17")
    said = "\n".join(on.read(channel["id"]))
    assert "the customer changed the layout" in said


def test_what_is_not_signed_with_the_secret_changes_nothing(on: Stage) -> None:
    body, now = on.news(deal(3)), on.slack.now()

    answers = [
        on.hook(body, secret="another secret"),
        on.hook(body, at=now - timedelta(minutes=6)),
        on.hook(body, at=now + timedelta(minutes=6)),
        on.ask("POST", "/webhooks/generic", body),
    ]
    on.settle()

    assert [status for status, _ in answers] == [401] * 4
    assert on.channels("customer-3") == []


def test_a_body_that_is_too_large_is_refused_before_it_is_believed(on: Stage) -> None:
    status, answer = on.hook(b" " * (LARGEST + 1), secret="another secret")

    assert (status, answer["problem"]) == (413, "The body is larger than 1,048,576 bytes.")


def test_a_body_that_cannot_be_used_is_answered_with_the_fields_at_fault(on: Stage) -> None:
    faulty = deal(4, promised_on="soon", currency="Euro", seller="Ana") | {"account": {}}
    status, answer = on.won(faulty)

    fields = {each["field"]: each["problem"] for each in answer["errors"]}
    assert status == 422
    assert set(fields) == {"deal.account.name", "deal.promised_on", "deal.currency", "deal.seller"}
    assert all(problem.startswith(field) for field, problem in fields.items())
    assert on.channels("customer-4") == []


def test_what_is_no_json_is_answered_with_the_place(on: Stage) -> None:
    status, answer = on.hook(b'{"event": "deal.won",}')

    assert status == 400
    assert "line 1" in answer["errors"][0]["problem"]


def test_an_update_of_a_deal_that_nobody_told_of_is_unknown(on: Stage) -> None:
    assert on.won(deal(5), "deal.updated") == (404, {"status": "unknown"})


def test_people_who_are_not_in_slack_become_lines_that_the_owner_settles(on: Stage) -> None:
    strangers = {"seller": {"email": "gone@example.com", "name": "Gus"}, "owner": {"email": "new@example.com"}}
    on.won(deal(6, **strangers))
    on.settle()

    (channel,) = on.channels("customer-6")
    text = "\n".join(on.read(channel["id"]))
    lena = on.people["lena"].id
    assert "Find gone@example.com in Slack: the CRM names them as seller" in text
    assert "Find new@example.com in Slack: the CRM names them as owner" in text
    assert f"*Owner:* <@{lena}>" in on.board("customer-6")
    assert lena in channel["members"]


def test_one_answer_of_an_admin_puts_right_the_deals_that_wait_and_those_to_come(on: Stage) -> None:
    admin, mei = on.workspace.person("root", tz="Europe/Helsinki", is_admin=True), on.people["mei"]
    on.won(deal(21, seller={"email": "max@crm.example", "name": "Max"}, owner={"name": "0051x-4"}))
    on.settle()
    (channel,) = on.channels("customer-21")

    admin.types("/deal settings people", in_="general").heard()
    for said in ("max@crm.example", "0051x-4"):
        admin.presses("Who is it…", about=said, in_="general")
        admin.fills({"person": mei}).submits()
        assert "1 open deal was put right" in "\n".join(admin.form.lines())
        admin.closes()
    on.settle()

    told = "\n".join(on.read(channel["id"]))
    assert f"<@{mei.id}>, will you own" in told
    assert f"*Owner:* <@{on.people['lena'].id}>" in on.board("customer-21")
    on.won(deal(22, seller={"email": "Max@CRM.example"}))
    on.settle()
    (later,) = on.channels("customer-22")
    assert f"*Owner:* <@{mei.id}>" in on.board("customer-22")
    assert "Find " not in "\n".join(on.read(later["id"]))


def test_the_same_news_at_the_same_moment_opens_one_channel(on: Stage) -> None:
    body = on.news(deal(7))

    statuses = on.at_once(*(lambda: on.hook(body)[1]["status"] for _ in range(4)))
    on.settle()

    assert sorted(statuses) == ["accepted", "known", "known", "known"]
    assert len(on.channels("customer-7")) == 1


def test_the_process_says_how_it_is(on: Stage) -> None:
    on.settle()

    status, answer = on.ask("GET", "/readyz")
    assert (status, answer["status"], answer["waiting"]) == (200, "ready", 0)
    assert on.ask("GET", "/healthz") == (200, {"status": "alive"})
