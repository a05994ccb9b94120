"""Errors of views.*."""

from collections.abc import Callable
from typing import Any

from sandbox import limits
from tests.sandbox.stage import Json, modal
from tests.sandbox.web_api.answers import Arguments
from tests.sandbox.web_api.refusal import Refusal, without
from tests.sandbox.web_api.scene import HOME, Scene


def shown(trigger: Callable[[Scene], str], **more: Any) -> Arguments:
    return lambda scene: {"trigger_id": trigger(scene), "view": modal(**more)}


def taken_id(scene: Scene) -> Json:
    name = scene.stage.name()
    scene.form(external_id=name)
    return {"trigger_id": scene.trigger, "view": modal(external_id=name)}


def published(**other: Any) -> Arguments:
    return lambda scene: {"user_id": scene.ana, "view": HOME, **other}


def too_high(scene: Scene) -> Json:
    scene.forms(limits.OPEN_VIEWS)
    return {"trigger_id": scene.trigger, "view": modal()}


def republished(scene: Scene) -> Json:
    scene.slack.views_publish(user_id=scene.ana, view=HOME)
    return {"user_id": scene.ana, "view": HOME, "hash": "1.old"}


def taken_by_a_form(scene: Scene) -> Json:
    return {
        "user_id": scene.ana,
        "view": HOME | {"external_id": scene.form(external_id=scene.stage.name())["external_id"]},
    }


def taken_by_another(scene: Scene) -> Json:
    name = scene.stage.name()
    scene.slack.views_publish(user_id=scene.ana, view=HOME | {"external_id": name})
    return {"view_id": scene.form()["id"], "view": modal(external_id=name)}


HUGE = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 90
VIEWS = [
    *[
        row
        for method in ("views.open", "views.push")
        for row in (
            Refusal(method, "expired_trigger_id", shown(lambda s: s.old_trigger)),
            Refusal(method, "exchanged_trigger_id", shown(lambda s: s.used_trigger)),
            Refusal(method, "invalid_trigger_id", shown(lambda _: "1.2.abc")),
            Refusal(method, "invalid_trigger_id", lambda _: {"interactivity_pointer": "1.2.abc", "view": modal()}),
            Refusal(method, "duplicate_external_id", taken_id),
            Refusal(method, "view_too_large", shown(lambda s: s.trigger, blocks=HUGE)),
        )
    ],
    Refusal("views.push", "not_found", shown(lambda s: s.trigger)),
    Refusal("views.push", "push_limit_reached", too_high),
    Refusal("views.update", "duplicate_external_id", taken_by_another),
    Refusal("views.update", "hash_conflict", lambda s: {"view_id": s.form()["id"], "view": modal(), "hash": "1.old"}),
    Refusal("views.update", "not_found", lambda _: {"view_id": "V404", "view": modal()}),
    Refusal("views.update", "view_too_large", lambda s: {"view_id": s.form()["id"], "view": modal(blocks=HUGE)}),
    Refusal("views.publish", "duplicate_external_id", taken_by_a_form),
    Refusal("views.publish", "hash_conflict", republished),
    Refusal("views.publish", "not_enabled", published(), without("home_tab_enabled")),
    Refusal("views.publish", "view_too_large", published(view=HOME | {"blocks": HUGE})),
]
