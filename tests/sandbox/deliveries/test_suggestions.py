"""What an app answers when a person types into a menu: options, plain or in groups, and nothing that Slack would not show."""

from typing import Any

import pytest

from sandbox.deliveries.suggestions import suggested
from sandbox.errors import SlackError
from tests.sandbox.stage import Json


def option(value: str = "acme", words: str = "Acme") -> Json:
    return {"text": {"type": "plain_text", "text": words}, "value": value}


GROUP: Json = {"label": {"type": "plain_text", "text": "Open"}, "options": [option()]}


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [option()]},
        {"options": []},
        {"options": [option(str(number)) for number in range(100)]},
        {"option_groups": [GROUP]},
        {"option_groups": [GROUP] * 100},
    ],
)
def test_what_slack_shows_is_taken(answer: Json) -> None:
    assert suggested(answer) == answer


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        [],
        "Acme",
        {"text": "done"},
        {"options": "Acme"},
        {"options": [option(str(number)) for number in range(101)]},
        {"options": [option(words="x" * 76)]},
        {"options": [option("x" * 151)]},
        {"options": [{"value": "acme"}]},
        {"option_groups": [GROUP] * 101},
        {"option_groups": [{"options": [option()]}]},
        {"options": [option()], "option_groups": [GROUP]},
    ],
)
def test_what_slack_would_not_show_is_refused_with_the_reason(answer: Any) -> None:
    with pytest.raises(SlackError, match="invalid_options") as refused:
        suggested(answer)

    assert refused.value.more["response_metadata"]["messages"]
