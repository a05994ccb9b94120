"""What an app may answer when a person types into a menu that it fills: options, plain or in groups."""

from typing import Any

from sandbox import limits
from sandbox.block_kit.checks import Report, Shape, many
from sandbox.block_kit.objects import option, option_group
from sandbox.block_kit.rules import exactly_one
from sandbox.errors import Json, SlackError

ANSWER = Shape(
    {
        # None found is an answer too, while a group that holds nothing is not.
        "options": many(option(), limits.OPTIONS, least=0),
        "option_groups": many(option_group, limits.OPTIONS),
    },
    rules=(exactly_one("options", "option_groups"),),
)


def suggested(body: Any) -> Json:
    """Read the answer; raises SlackError for one that Slack would not show, which leaves the menu empty."""
    report = Report()
    ANSWER(body, "", report)
    if report.messages:
        raise SlackError("invalid_options", response_metadata={"messages": report.messages})
    answer: Json = body
    return answer
