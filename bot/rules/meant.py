"""Which item somebody means by words: its key, its title, or words that no other title has."""

from collections.abc import Sequence
from typing import TypeVar

from bot.model import Deal, Item, Step
from bot.refusals import NoSuchItem, WhichItem

Thing = Step | Item
T = TypeVar("T", bound=Thing)


def item_meant(deal: Deal, said: str, *, among: Sequence[Item], lately: Sequence[Item] = ()) -> Item:
    """Return the one item that words mean, looked for ``among`` those that can be acted on.

    Without words it is the only one of them. Words that fit none of them may mean any other item of the deal: the rule
    that is asked next says why it cannot be. ``lately``: what the same person did this to a moment ago. Anything else
    raises WhichItem or NoSuchItem, and nothing is changed.
    """
    if again := typed_again(said, among, lately):
        return again
    found = closest(said, among) or closest(said, deal.items) if said.strip() else tuple(among)
    if len(found) == 1:
        return found[0]
    if candidates := found or tuple(among):
        raise WhichItem(candidates, said)
    raise NoSuchItem(said)


def typed_again(said: str, among: Sequence[T], lately: Sequence[T]) -> T | None:
    """Return what these words ended a moment ago.

    With that one gone they could fit another, and nobody has said that this is done.
    """
    for thing in lately:
        if closest(said, (*among, thing)) == (thing,) or not (said.strip() or among):
            return thing
    return None


def closest(said: str, things: Sequence[T]) -> tuple[T, ...]:
    """Return what fits words best: by its key or the whole of its name, else by a part of it, else by all its words."""
    wanted = _plain(said)
    if not wanted:
        return ()
    # Words that are the whole of one name mean that one, though another has them too.
    for fits in (_whole, _part, _words):
        if found := tuple(each for each in things if fits(wanted, each)):
            return found
    return ()


def name_of(thing: Thing) -> str:
    """Return what people call a step or an item."""
    return thing.what if isinstance(thing, Step) else thing.title


def _whole(wanted: str, thing: Thing) -> bool:
    names = (thing.key, thing.title) if isinstance(thing, Item) else (thing.what,)
    return wanted in map(_plain, names)


def _part(wanted: str, thing: Thing) -> bool:
    return wanted in _plain(name_of(thing))


def _words(wanted: str, thing: Thing) -> bool:
    """Tell whether each word begins one of the name's: “permit building” is the building permit."""
    name = _plain(name_of(thing)).split()
    return all(any(each.startswith(word) for each in name) for word in wanted.split())


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
