"""What anybody may do in either company, chosen by chance: typed, pressed, filled in, won, installed, and time itself."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.tenancy.pair import PEOPLE, WORDS, Pair, other

TYPED = (
    "",
    "help",
    "next call WORD by friday else WORD is told",
    "next",
    "done",
    "done WORD",
    "done {foreign}",
    "reschedule WORD monday because WORD is ill",
    "waiting WORD on customer until tuesday because WORD checks",
    "list mine",
    "list all",
    "list stalled",
    "checklist",
    "checklist delivery",
    "history",
    "why",
    "owner",
    "owner <@UOMAR>",
    "ask <@UOMAR> send WORD by friday",
    "promise WORD works by 2026-12-18",
    "promises",
    "customer WORD is on the way",
    "snooze tomorrow because of WORD",
    "decide",
    "close",
    "lessons",
    "lead delivery <@UANA>",
    "won WORD 1000 EUR",
    "settings",
    "playbook",
    "dance WORD",
)
MOST_WAITS, LONGEST = 12, 40
Act = Callable[["Player", str], None]


@dataclass
class Player:
    """Does one thing after another; ``foreign`` counts what was shown to one company and used in the other."""

    pair: Pair
    die: Random
    done: Counter[str] = field(default_factory=Counter)

    def play(self, operations: int) -> None:
        """Do so many things, looking at everything now and then and at the end."""
        for number in range(operations):
            name, act = self.die.choices(list(ACTS.items()), weights=[WEIGHTS[each] for each in ACTS])[0]
            act(self, self.die.choice(list(WORDS)))
            self.done[name] += 1
            if number % 50 == 49:
                self.pair.read_everything()
        self.pair.read_everything()

    def channel(self, team: str) -> str:
        known = [each.id for each in self.pair.worlds[team].slack.channels.values()]
        return str(self.die.choice(known[:MOST_WAITS])) if known else "C0000"

    def user(self) -> str:
        return self.die.choice(PEOPLE)

    def shown(self, team: str, what: str) -> dict[str, object] | None:
        """Return something that the company was shown of this kind."""
        found = [each for each in self.pair.shown[team] if (what == "view") == ("view" in each)]
        return self.die.choice(found) if found else None


def types(player: Player, team: str) -> None:
    text = player.die.choice(TYPED).replace("{foreign}", "site")
    player.pair.types(team, player.user(), text, player.channel(team))


def presses(player: Player, team: str) -> None:
    button = player.shown(team, "button")
    if button:
        player.pair.presses(team, player.user(), dict(button), player.channel(team))


def presses_theirs(player: Player, team: str) -> None:
    """Press what only the other company was shown, as somebody may who works in both and forges a request."""
    button = player.shown(other(team), "button")
    if button:
        player.pair.presses(team, player.user(), dict(button), player.channel(team))


def submits(player: Player, team: str) -> None:
    shown = player.shown(team, "view")
    if shown:
        player.pair.submits(team, player.user(), dict(shown["view"]))  # type: ignore[call-overload]


def wins(player: Player, team: str) -> None:
    player.pair.wins(team, player.die.randrange(6), amount=player.die.randrange(1, 9) * 100_000)


def waits(player: Player, _team: str) -> None:
    player.pair.passes(player.die.choice((5, 60, 600, 3_600, 20_000, 90_000)))


def installs(player: Player, team: str) -> None:
    player.pair.installs(team)


def leaves(player: Player, team: str) -> None:
    """Take Baton out for a while; it comes back at once or some time later."""
    player.pair.uninstalls(team)
    player.pair.types(team, player.user(), "list all", player.channel(team))
    if player.die.random() < 0.5:
        player.pair.passes(90_000)
    player.pair.installs(team)


ACTS: dict[str, Act] = {
    "typed": types,
    "pressed": presses,
    "pressed what the other was shown": presses_theirs,
    "submitted": submits,
    "won": wins,
    "waited": waits,
    "installed again": installs,
    "taken out and back": leaves,
}
WEIGHTS = {
    "typed": 40,
    "pressed": 20,
    "pressed what the other was shown": 10,
    "submitted": 12,
    "won": 3,
    "waited": 5,
    "installed again": 1,
    "taken out and back": 1,
}
