"""Find what waits for itself."""

from collections.abc import Iterator, Mapping, Sequence


def cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles as ``[a, b, a]``: at least one wherever there is any, so that the last fix leaves none."""
    done: set[str] = set()
    for start in edges:
        yield from _walk(start, edges, done)


def _walk(start: str, edges: Mapping[str, Sequence[str]], done: set[str]) -> Iterator[list[str]]:
    # A stack of our own: a chain of a thousand items must not exhaust Python's.
    trail: list[str] = []
    stack = [(start, False)]
    while stack:
        node, is_leaving = stack.pop()
        if is_leaving:
            done.add(trail.pop())
        elif node in trail:
            yield [*trail[trail.index(node) :], node]
        elif node not in done:
            trail.append(node)
            stack.append((node, True))
            stack.extend((after, False) for after in reversed(dict.fromkeys(edges.get(node, ()))))
