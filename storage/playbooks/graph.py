"""The gates of a playbook, and what waits for what, as a Mermaid diagram."""

from collections.abc import Iterator

from bot.playbook import ItemRule, Playbook
from bot.rules.planning import before


def graph(playbook: Playbook) -> str:
    """Return the diagram. A gate has six corners; a dotted arrow is order that only a due rule brings with it."""
    labels = {role.key: role.label for role in playbook.functions}
    # Keys of our own: an item may be called end or graph, which are words of Mermaid's.
    ids = {item.key: f"i{at}" for at, item in enumerate(playbook.items)}
    joined = {key for item in playbook.items for key in (*before(item), *([item.key] if before(item) else []))}
    nodes = [_node(ids[item.key], item, labels[item.function]) for item in playbook.items if item.key in joined]
    edges = [edge for item in playbook.items for edge in _edges(item, ids)]
    return "\n".join(["flowchart LR", *(f"    {line}" for line in (*nodes, *edges))])


def _node(name: str, item: ItemRule, label: str) -> str:
    text = _escaped(f"{label}: {item.title}")
    return f'{name}{{{{"{text}"}}}}' if item.is_gate else f'{name}["{text}"]'


def _edges(item: ItemRule, ids: dict[str, str]) -> Iterator[str]:
    for key in before(item):
        yield f"{ids[key]} {'-->' if key in item.waits_for else '-.->'} {ids[item.key]}"


def _escaped(text: str) -> str:
    """Return text that ends no label and begins no HTML."""
    return "".join(f"#{ord(char)};" if char in '"<>&#`\\' else char for char in text)
