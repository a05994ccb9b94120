"""The two ways in which the sandbox says no: to the app in Slack's codes, to people and scripts in sentences."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A Web API call that Slack would answer with `ok: false`."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more

    def answer(self) -> Json:
        return {"ok": False, "error": self.code, **self.more}


class InvalidArgumentsError(SlackError):
    """The error for arguments that are missing or malformed, with Slack's list of messages."""

    def __init__(self, *messages: str, code: str = "invalid_arguments") -> None:
        marked = [f"[ERROR] {message}" for message in messages]
        super().__init__(code, response_metadata={"messages": marked})


class Refused(Exception):  # noqa: N818 - it is what happened to the request, in the words of the control routes
    """A control request that cannot be carried out; `sentence` says what was wrong and what would work."""

    def __init__(self, sentence: str, status: int = 400, **more: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.more = more
