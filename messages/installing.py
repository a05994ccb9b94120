"""What a browser shows at the end of an installation: a page with a sentence and one link."""

import html

from messages.escaping import Mrkdwn
from messages.language import spoken
from messages.words import words

IN_SLACK = "https://slack.com/app_redirect"


def done(team: str, team_id: str, app_id: str, command: str = "/deal") -> str:
    """Say that it worked, with the way back to Slack."""
    address = f"{IN_SLACK}?app={app_id}&team={team_id}" if app_id else IN_SLACK
    return _page(words("install#done", team=team, c=Mrkdwn(command)), address, words("install#open"))


def not_done(sentence: str, start: str, **values: str) -> str:
    """Say why it did not work: cancelled, stale, refused, unreached or out_of_reach; with the link to begin again."""
    return _page(words(f"install#{sentence}", **values), start, words("install#again"))


def _page(sentence: Mrkdwn, address: str, link: Mrkdwn) -> str:
    # Slack's escaping of words is that of text in HTML; an attribute needs its quotes escaped as well.
    given = {"sentence": sentence, "link": link, "address": Mrkdwn(html.escape(address))}
    language = Mrkdwn(spoken().locale.replace("_", "-"))
    return str(words("install#page", title=words("install#title"), language=language, **given))
