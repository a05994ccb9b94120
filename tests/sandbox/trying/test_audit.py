"""What the traffic says about deliveries: doubled and lost messages are found, others are not suspected."""

from typing import Any

from sandbox.trying.audit import doubled, lost, posts

Json = dict[str, Any]


def call(method: str = "chat.postMessage", *, ok: bool = True, ts: str = "1.0", **args: Any) -> Json:
    answer = {"ok": ok, "channel": "C1", "ts": ts}
    return {"kind": "call", "method": method, "args": {"channel": "C1", "text": "hello", **args}, "answer": answer}


def marked(key: str, ts: str, **args: Any) -> Json:
    return call(ts=ts, metadata={"event_type": "delivery", "event_payload": {"key": key}}, **args)


HOOK = {"kind": "hook", "method": "response_url", "args": {}, "answer": {"ok": True}}


def test_only_posts_that_slack_took_count() -> None:
    taken = call()

    assert posts([HOOK, call(ok=False), call("chat.update"), taken]) == [taken]


def test_a_message_that_was_posted_twice_is_found_with_its_words() -> None:
    traffic = [marked("a", "1.0", text="hello Ana"), marked("b", "2.0"), marked("a", "3.0", text="hello Ana")]

    assert list(doubled(traffic)) == ["posted 2 times: 'hello Ana'"]


def test_messages_with_equal_words_and_no_mark_are_not_suspected() -> None:
    assert list(doubled([call(ts="1.0"), call(ts="2.0"), marked("a", "3.0"), marked("b", "4.0")])) == []


def test_a_second_try_that_slack_refused_is_no_second_message() -> None:
    refused = marked("a", "2.0")
    refused["answer"]["ok"] = False

    assert list(doubled([marked("a", "1.0"), refused])) == []


def test_a_message_that_was_taken_and_does_not_stand_is_lost() -> None:
    traffic = [call(ts="1.0"), call(ts="2.0", text="where is it?")]

    assert list(lost(traffic, {"C1": [{"ts": "1.0"}]})) == ["taken and not there: 'where is it?'"]
    assert list(lost(traffic, {"C2": [{"ts": "1.0"}, {"ts": "2.0"}]})) != []


def test_what_the_app_deleted_itself_is_not_lost() -> None:
    deleted = call("chat.delete", ts="1.0")
    deleted["args"] = {"channel": "C1", "ts": "1.0"}

    assert list(lost([call(ts="1.0"), deleted], {})) == []
