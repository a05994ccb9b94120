"""What the SDK's own classes build is taken, so that an app that uses them is never refused for its SDK's sake."""

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks import RichTextElementParts as Part
from slack_sdk.models.blocks.basic_components import (
    DispatchActionConfig,
    FeedbackButtonObject,
    RawNumberObject,
    RawTextObject,
    SlackFile,
    Workflow,
    WorkflowTrigger,
)
from slack_sdk.models.blocks.block_elements import FileInputElement, WorkflowButtonElement
from slack_sdk.models.views import View

from sandbox.block_kit.blocks import BLOCKS
from sandbox.block_kit.checks import Report
from sandbox.block_kit.elements import ELEMENTS
from sandbox.block_kit.rich_text import PARTS, PIECES
from sandbox.block_kit.views import judge_view
from tests.sandbox.block_kit.build import LINK, problems

CONFIRM = sdk.ConfirmObject(title="Sure?", text="It cannot be undone", confirm="Yes", deny="No")
OPTION = sdk.Option(text="One", value="1", description="The first")
MENU = {"action_id": "a", "placeholder": "Pick", "confirm": CONFIRM, "focus_on_load": True}
WRITING = {
    "action_id": "a",
    "placeholder": "Write",
    "dispatch_action_config": DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
}
FILTER = sdk.ConversationFilter(include=["public"], exclude_bot_users=True)
PICTURE = sdk.ImageElement(image_url=LINK, alt_text="a")
BUTTON = sdk.ButtonElement(text="Go", action_id="go", value="1", style="primary", confirm=CONFIRM)
LINE = sdk.RichTextSectionElement(elements=[Part.Text(text="hi", style=Part.TextStyle(bold=True))])
FORMATTED = sdk.RichTextBlock(elements=[LINE])
VOTE = FeedbackButtonObject(text="Good", value="1", accessibility_label="Good answer")
CARD = sdk.CardBlock(title="A card", body="With words", actions=[BUTTON], hero_image=PICTURE, icon=PICTURE)
TASK = sdk.TaskCardBlock(
    task_id="t",
    title="Task",
    status="pending",
    details=FORMATTED.to_dict(),
    sources=[sdk.UrlSourceElement(url=LINK, text="Here").to_dict()],
)

PRESSED: list[sdk.BlockElement] = [
    BUTTON,
    sdk.LinkButtonElement(text="Open", url=LINK, action_id="open"),
    sdk.OverflowMenuElement(options=[sdk.Option(text="Open", value="1", url=LINK)], action_id="a"),
    WorkflowButtonElement(text="Run", action_id="a", workflow=Workflow(trigger=WorkflowTrigger(url=LINK))),
]
PICKED: list[sdk.BlockElement] = [
    sdk.StaticSelectElement(options=[OPTION], initial_option=OPTION, **MENU),
    sdk.StaticSelectElement(option_groups=[sdk.OptionGroup(label="All", options=[OPTION])], **MENU),
    sdk.StaticMultiSelectElement(options=[OPTION], initial_options=[OPTION], max_selected_items=1, **MENU),
    sdk.ExternalDataSelectElement(min_query_length=1, initial_option=OPTION, **MENU),
    sdk.ExternalDataMultiSelectElement(min_query_length=1, initial_options=[OPTION], **MENU),
    sdk.UserSelectElement(initial_user="U1", **MENU),
    sdk.UserMultiSelectElement(initial_users=["U1"], max_selected_items=2, **MENU),
    sdk.ConversationSelectElement(default_to_current_conversation=True, filter=FILTER, **MENU),
    sdk.ConversationMultiSelectElement(initial_conversations=["C1"], filter=FILTER, **MENU),
    sdk.ChannelSelectElement(initial_channel="C1", **MENU),
    sdk.ChannelMultiSelectElement(initial_channels=["C1"], **MENU),
    sdk.CheckboxesElement(action_id="a", options=[OPTION], initial_options=[OPTION], confirm=CONFIRM),
    sdk.RadioButtonsElement(action_id="a", options=[OPTION], initial_option=OPTION),
    sdk.DatePickerElement(initial_date="2026-11-27", **MENU),
    sdk.TimePickerElement(initial_time="17:00", timezone="Europe/Madrid", **MENU),
]
ASKED: list[sdk.BlockElement] = [
    sdk.DateTimePickerElement(action_id="a", initial_date_time=1_795_420_800),
    sdk.PlainTextInputElement(initial_value="x", multiline=True, min_length=1, max_length=9, **WRITING),
    sdk.EmailInputElement(initial_value="ana@example.com", **WRITING),
    sdk.UrlInputElement(initial_value=LINK, **WRITING),
    sdk.NumberInputElement(is_decimal_allowed=True, initial_value=1.5, min_value=0, max_value=2, **WRITING),
    sdk.RichTextInputElement(initial_value=FORMATTED, min_lines=1, max_lines=9, **WRITING),
    FileInputElement(action_id="a", filetypes=["pdf"], max_files=1),
]
FRAMED: list[sdk.Block] = [
    sdk.SectionBlock(text="*hi*", fields=["a", "b"], accessory=PICTURE, expand=True, block_id="b"),
    sdk.HeaderBlock(text="Hi"),
    sdk.DividerBlock(),
    sdk.ContextBlock(elements=[PICTURE, sdk.MarkdownTextObject(text="*a*"), sdk.PlainTextObject(text="a", emoji=True)]),
    sdk.ImageBlock(alt_text="a", slack_file=SlackFile(id="F1"), title="A picture"),
    sdk.MarkdownBlock(text="# Hi"),
    sdk.VideoBlock(alt_text="a", video_url=LINK, thumbnail_url=LINK, title="A film", author_name="Ana"),
    sdk.ContextActionsBlock(
        elements=[
            sdk.FeedbackButtonsElement(action_id="f", positive_button=VOTE, negative_button=VOTE),
            sdk.IconButtonElement(action_id="i", icon="trash", text="Delete", confirm=CONFIRM),
        ]
    ),
    sdk.TableBlock(
        rows=[[RawTextObject(text="a").to_dict(), RawNumberObject(value=1, text="1").to_dict(), FORMATTED.to_dict()]],
        column_settings=[{"align": "left"}, None],
    ),
    CARD,
    sdk.CarouselBlock(elements=[CARD]),
    TASK,
    sdk.PlanBlock(title="Plan", tasks=[TASK.to_dict()]),
    sdk.ContainerBlock(title="Frame", child_blocks=[sdk.DividerBlock()], icon=PICTURE, is_collapsible=True),
    sdk.RichTextBlock(
        elements=[
            LINE,
            sdk.RichTextListElement(elements=[LINE], style="bullet", indent=1, offset=0, border=0),
            sdk.RichTextQuoteElement(elements=[Part.Link(url=LINK, text="here")]),
            sdk.RichTextPreformattedElement(elements=[Part.Text(text="x")], border=1),
            sdk.RichTextSectionElement(
                elements=[
                    Part.Channel(channel_id="C1"),
                    Part.User(user_id="U1"),
                    Part.Emoji(name="wave", skin_tone=2, unicode="1f44b"),
                    Part.Team(team_id="T1"),
                    Part.UserGroup(usergroup_id="S1"),
                    Part.Date(timestamp=1, format="{ago}", fallback="then"),
                    Part.Broadcast(range="here"),
                    Part.Color(value="#F405B3"),
                ]
            ),
        ]
    ),
]


@pytest.mark.parametrize("element", [*PRESSED, *PICKED], ids=lambda one: type(one).__name__)
def test_an_element_of_the_sdk_is_taken_in_actions_and_beside_text(element: sdk.BlockElement) -> None:
    row = sdk.ActionsBlock(elements=[element]).to_dict()
    beside = sdk.SectionBlock(text="x", accessory=element).to_dict()

    assert problems(row, beside) == []


@pytest.mark.parametrize("element", [*PICKED, *ASKED], ids=lambda one: type(one).__name__)
def test_an_element_of_the_sdk_is_taken_in_inputs(element: sdk.BlockElement) -> None:
    asked = sdk.InputBlock(label="What?", element=element, hint="Hm", optional=True, dispatch_action=True).to_dict()

    assert problems(asked) == problems(asked, surface="D") == []


@pytest.mark.parametrize("block", FRAMED, ids=lambda one: type(one).__name__)
def test_a_block_of_the_sdk_is_taken(block: sdk.Block) -> None:
    assert problems(block.to_dict()) == []


def test_an_alert_of_the_sdk_is_taken_in_forms() -> None:
    assert problems(sdk.AlertBlock(text="Careful", level="warning").to_dict(), surface="D") == []


@pytest.mark.parametrize(
    "view",
    [
        View(
            type="modal",
            title="Form",
            submit="Save",
            close="Cancel",
            blocks=[sdk.InputBlock(label="Name", element=ASKED[1])],
            private_metadata="m",
            callback_id="c",
            external_id="e",
            clear_on_close=True,
            notify_on_close=True,
        ),
        View(type="home", blocks=[sdk.DividerBlock()], private_metadata="m", callback_id="c"),
    ],
    ids=["modal", "home"],
)
def test_a_view_of_the_sdk_is_taken(view: View) -> None:
    report, drawn = Report(), view.to_dict()

    judge_view(drawn, drawn["type"], report, "")

    assert report.messages == []


def test_every_row_of_the_tables_is_built_by_the_sdk_where_it_has_a_class() -> None:
    elements = {one.type for one in (*PRESSED, *PICKED, *ASKED, PICTURE)} | {"feedback_buttons", "icon_button"}
    blocks = {one.type for one in FRAMED} | {"actions", "input", "alert"}

    assert elements == set(ELEMENTS)
    # No class builds the two blocks for data; the one for files is there to read what Slack sends.
    assert blocks == set(BLOCKS) - {"data_table", "data_visualization", "file"}
    assert {"text", "link", "date"} <= set(PARTS)
    assert "rich_text_list" in PIECES
