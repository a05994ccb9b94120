"""Take the pictures of the README: run `make screenshots`, which plays part of the demo and opens a Chromium."""

import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

import demo  # the demo stands beside the packages, one folder up

IMAGES = Path(__file__).with_name("images")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
QUESTION = "Done, a new date, or waiting on somebody?"
SEEN_UNTIL = timedelta(days=10, hours=9.5)
"""Thursday of the second week: the permits were refused, and somebody must decide about the opening day."""


def main() -> int:
    """Play the first week, then picture the workspace and a deal's channel."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write(f"No browser was found; install one of {', '.join(BROWSERS)}.\n")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with demo.stage() as play, sync_playwright() as playwright:
        for moment, act in sorted(demo.acts(play), key=lambda each: each[0]):
            if moment <= demo.MONDAY + SEEN_UNTIL:
                play.until(moment)
                act()
        play.until(demo.MONDAY + SEEN_UNTIL)
        opened = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        page = opened.new_page(viewport=DESKTOP, device_scale_factor=2, reduced_motion="reduce", locale="en-GB")
        acme = play.channel("acme")
        _shoot(page, play, "lena", acme, "deal-channel", ts=_said(play, acme, "please decide"))
        _shoot(page, play, "jonas", acme, "workspace", ts=_said(play, acme, "*Promised:*"))
        _shoot(page, play, "lena", acme, "checklist", ts=_said(play, acme, "*Operations checklist*"))
        mine = play.people["priya"].direct()
        _shoot(page, play, "priya", mine, "direct-messages", ts=_said(play, mine, "things need you"))
        _shoot(page, play, "lena", acme, "traffic", panel="traffic")
        _shoot(page, play, "lena", acme, "faults", panel="faults")
        _shoot_home(page, play, "jonas", "home")
        _shoot_settings(page, play)
        _shoot_form(page, play)
        _shoot_reply(page, play)
        _shoot_report(page, play)
        page = opened.new_page(viewport=PHONE, device_scale_factor=2, reduced_motion="reduce", locale="en-GB")
        _shoot(page, play, "lena", acme, "phone", ts=_said(play, acme, "please decide"))
        _shoot_home(page, play, "mei", "home-phone")
        name, channel, ts = next(_asked(play))
        _shoot(page, play, name, channel, "nudge-phone", ts=ts)
        _shoot_german(opened.new_page(viewport=DESKTOP, device_scale_factor=2, reduced_motion="reduce"), play)
        _shoot_first_run(opened.new_page(viewport=DESKTOP, device_scale_factor=2, reduced_motion="reduce"))
        opened.close()
    return 0


def _said(play: demo.Stage, channel: str, words: str) -> str:
    """Return the newest message in which these words stand."""
    said = [each["ts"] for each in play.workspace.client.messages(channel) if words in each["text"]]
    return str(said[-1])


def _shoot(page: Page, play: demo.Stage, person: str, channel: str, name: str, **more: str) -> None:
    """Picture a place; `more` goes into the address: a message to show, a panel to open."""
    asked = urlencode({"as": play.people[person].id, "channel": channel, **more})
    page.goto(f"{play.workspace.page}?{asked}")
    page.wait_for_selector("body[data-ready=yes]")
    _save(page, name)


def _shoot_form(page: Page, play: demo.Stage) -> None:
    """Picture the form behind a button of the board, with what is missing said under its field."""
    channel = play.channel("acme")
    asked = urlencode({"as": play.people["jonas"].id, "channel": channel, "ts": _said(play, channel, "*Promised:*")})
    page.goto(f"{play.workspace.page}?{asked}")
    page.get_by_role("button", name="Add next step").first.click()
    form = page.get_by_role("dialog")
    form.locator("[type=submit]").click()
    form.locator(".error:visible").first.wait_for()
    _save(page, "form")


def _shoot_home(page: Page, play: demo.Stage, person: str, name: str, below: str = "Your settings") -> None:
    """Picture what somebody finds in their Home; it is published because they open it. ``below`` is its last part."""
    play.people[person].opens_home()
    play.people[person].sees(below, in_="home")
    _shoot(page, play, person, "home", name)


def _shoot_german(page: Page, play: demo.Stage) -> None:
    """Picture the Home of a lead who begins to use Slack in German; nobody else's words change."""
    play.workspace.client.change_person(play.people["lena"].id, locale="de-DE")
    play.settle()
    # Whoever sends remembers for some seconds how people use Slack.
    sleep(8)
    _shoot_home(page, play, "lena", "home-german", "Deine Einstellungen")


def _shoot_settings(page: Page, play: demo.Stage) -> None:
    """Picture what holds for everybody, as an admin reads it, with a button for each part."""
    channel = play.channel("acme")
    admin = next(each["name"] for each in play.workspace.client.state()["users"] if each.get("is_admin"))
    play.people[admin].types("/deal settings", in_=channel)
    play.people[admin].sees("What holds for everybody here", in_=channel)
    _shoot(page, play, admin, channel, "settings")


def _shoot_first_run(page: Page) -> None:
    """Picture a workspace in its first five minutes: what its admin is told, and their practice."""
    with demo.stage(is_new=True) as play:
        lena = play.people["lena"]
        lena.opens_home()
        play.settle()
        _shoot(page, play, "lena", lena.direct(), "first-steps", ts=_said(play, lena.direct(), "I post nowhere"))
        lena.presses("Practise", in_=lena.direct())
        play.settle()
        # Each question counts from when the one before was told.
        for minutes in range(2, 12):
            play.until(demo.MONDAY + timedelta(minutes=minutes))
        channels = play.workspace.client.state()["channels"]
        practice = next(str(each["id"]) for each in channels if each["name"].startswith("practice-"))
        _shoot(page, play, "lena", practice, "practice", ts=_said(play, practice, "please decide"))


def _shoot_reply(page: Page, play: demo.Stage) -> None:
    """Picture what somebody reads who answered below what they are asked: what was understood, with the button."""
    name, channel, ts = next(_asked(play))
    person = play.people[name]
    person.replies("moved to monday because the lift is broken", to=QUESTION, in_=channel)
    person.sees("Nothing is changed before you press", in_=channel)
    _shoot(page, play, name, channel, "reply", thread=ts, ts=ts)


def _shoot_report(page: Page, play: demo.Stage) -> None:
    """Picture what leadership reads beside its message of the day: what all deals came to."""
    leaders = next(each["id"] for each in play.workspace.client.state()["channels"] if each["name"] == "leadership")
    lena = play.people["lena"]
    lena.goes(leaders).presses("What all deals came to")
    lena.sees("*The last 7 days*")
    _shoot(page, play, "lena", leaders, "report")


def _asked(play: demo.Stage) -> Iterator[tuple[str, str, str]]:
    """Return who was asked about a step of theirs in private, where, and the newest question."""
    for name, person in play.people.items():
        asked = [each for each in play.workspace.client.messages(person.direct()) if QUESTION in each["text"]]
        if asked:
            yield name, person.direct(), asked[-1]["ts"]


def _save(page: Page, name: str) -> None:
    # What arrives elsewhere meanwhile is news to whoever looks, and hides a corner of the picture.
    page.evaluate("document.getElementById('notices').replaceChildren()")
    page.screenshot(path=IMAGES / f"{name}.png")
    sys.stdout.write(f"docs/images/{name}.png\n")


if __name__ == "__main__":
    sys.exit(main())
