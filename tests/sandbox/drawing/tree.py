"""Reads drawn HTML back strictly: what does not close, or closes twice, is an error here as it is not in a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "path"}
CONTROLS = ("input", "select", "textarea", "button", "summary")


@dataclass
class Node:
    tag: str
    facts: dict[str, str] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)
    above: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.walk()

    def all(self, *tags: str) -> "list[Node]":
        return [one for one in self.walk() if one.tag in tags]

    def one(self, tag: str, **facts: str) -> "Node":
        """Find the only element of this kind; data_type stands for data-type."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in facts.items()}
        (found,) = [one for one in self.all(tag) if wanted.items() <= one.facts.items()]
        return found

    def by_id(self, wanted: str) -> "Node":
        (found,) = [one for one in self.walk() if one.facts.get("id") == wanted]
        return found

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def value(self) -> str:
        """Give what a textarea holds: browsers drop one line break after its tag."""
        return self.text.removeprefix("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Node("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs}, above=self.at)
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.above
        self.at = self.at.above

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "path", f"<{tag}/> is not closed by that in HTML"
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"There is a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"There is a declaration: {decl}")


def tree(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    return reader.root


def name_of(node: Node, page: Node) -> str:
    """Say what a screen reader calls a control."""
    labels = node.facts.get("aria-labelledby", "").split()
    if labels:
        return " ".join(page.by_id(label).text for label in labels).strip()
    if node.facts.get("aria-label"):
        return node.facts["aria-label"]
    pointing = [
        one.text for one in page.all("label") if node.facts.get("id") and one.facts.get("for") == node.facts["id"]
    ]
    around = [one.text for one in _above(node) if one.tag == "label"]
    own = [node.text] if node.tag in ("button", "summary") else []
    return " ".join([*pointing, *around, *own]).strip()


def _above(node: Node) -> Iterator["Node"]:
    while node.above:
        node = node.above
        yield node
