"""The rules of the blocks that every surface has known for long, and of the two that only messages know."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox import limits
from sandbox.block_kit.checks import Check, Shape, anything, by_type, flag, many, string, written_as
from sandbox.block_kit.elements import ELEMENTS, standing_in
from sandbox.block_kit.objects import BOTH, ONE_PICTURE, PICTURE, plain, text
from sandbox.block_kit.rich_text import RICH_TEXT
from sandbox.block_kit.rules import at_least_one

EVERYWHERE = "MDH"


@dataclass(frozen=True)
class Block(Shape):
    """A row of the table of blocks.

    `surfaces` holds M for messages, D for modals, H for Home tabs; `scope` is what the app must have been granted.
    """

    surfaces: str = EVERYWHERE
    scope: str = ""


def block(
    fields: Mapping[str, Check],
    *required: str,
    surfaces: str = EVERYWHERE,
    rules: tuple[Check, ...] = (),
    scope: str = "",
) -> Block:
    common: Mapping[str, Check] = {"type": anything, "block_id": string(limits.BLOCK_ID, 1)}
    return Block({**common, **fields}, ("type", *required), rules, surfaces, scope)


def elements_of(kind: str, most: int) -> Check:
    return many(by_type(ELEMENTS, standing_in(kind)), most)


def _is_secure(url: str) -> bool:
    return url.startswith("https://")


SECURE_URL = written_as("https URL", _is_secure, limits.URL)
# Texts in a context have no limit of their own; the one of every text object holds.
CONTEXT: Mapping[str, Check] = {"image": ELEMENTS["image"], **dict.fromkeys(BOTH, text(limits.SECTION_TEXT))}

LAYOUT: Mapping[str, Block] = {
    "section": block(
        {
            "text": text(limits.SECTION_TEXT),
            "fields": many(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
            "accessory": by_type(ELEMENTS, standing_in("section")),
            "expand": flag,
        },
        rules=(at_least_one("text", "fields"),),
    ),
    "header": block({"text": plain(limits.HEADER_TEXT)}, "text"),
    "divider": block({}),
    "context": block({"elements": many(by_type(CONTEXT), limits.CONTEXT_ELEMENTS)}, "elements"),
    "actions": block({"elements": elements_of("actions", limits.ACTION_ELEMENTS)}, "elements"),
    "context_actions": block(
        {"elements": elements_of("context_actions", limits.CONTEXT_ACTION_ELEMENTS)}, "elements", surfaces="M"
    ),
    "image": block({**PICTURE, "title": plain(limits.IMAGE_TITLE)}, "alt_text", rules=(ONE_PICTURE,)),
    # Inputs stand in messages as well; what is in them then comes with the next press of a button.
    "input": block(
        {
            "label": plain(limits.LABEL),
            "hint": plain(limits.LABEL),
            "element": by_type(ELEMENTS, standing_in("input")),
            "optional": flag,
            "dispatch_action": flag,
        },
        "label",
        "element",
    ),
    "rich_text": Block(RICH_TEXT.fields, RICH_TEXT.required),
    # All markdown blocks of a payload share one limit, which stands with the rules over all blocks.
    "markdown": block({"text": string(least=1)}, "text", surfaces="M"),
    "video": block(
        {
            "alt_text": string(limits.VIDEO_TITLE, 1),
            "title": plain(limits.VIDEO_TITLE),
            "thumbnail_url": string(limits.URL, 1),
            # Slack embeds the page of the video, and no page that is not secure.
            "video_url": SECURE_URL,
            "title_url": SECURE_URL,
            "description": plain(limits.VIDEO_TITLE),
            "author_name": string(limits.VIDEO_NAME),
            "provider_name": string(limits.VIDEO_NAME),
            "provider_icon_url": string(limits.URL),
        },
        "alt_text",
        "title",
        "thumbnail_url",
        "video_url",
        scope="links.embed:write",
    ),
    # Slack shows remote files so in what it sends; no app can post one.
    "file": block({"external_id": string(), "source": string()}, surfaces=""),
}
