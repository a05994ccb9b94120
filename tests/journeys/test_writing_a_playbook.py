"""The page about playbooks is followed from its first block to its last: what it says is what happens."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from shlex import split

import pytest

from sandbox.trying.person import Person
from tests.journeys.stage import APP, Stage, run, stage

PAGE = (APP.parent / "docs" / "playbooks.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
PASTED = "paste\nthis over what stands there:"
FILE = re.compile(r"(into|to the end of|as)\s`(\S+\.yaml)`")


@dataclass
class Reader:
    """Does what the page says, in its order, in an empty folder of their own."""

    on: Stage
    serving: ExitStack
    admin: Person
    done: list[str] = field(default_factory=list)

    def follow(self, before: str, kind: str, block: str) -> None:
        """Take one block, with the text before it."""
        self.done.append(kind)
        if kind == "yaml" and before.rstrip().endswith(PASTED):
            self.paste(block)
        elif kind == "yaml":
            self.write(before, block)
        elif kind == "console":
            self.run(block)
        elif kind == "json":
            assert self.on.hook(block.encode())[0] == 202
            self.on.settle()
        else:
            assert kind == "text", f"nobody knows what to do with {kind}"
            self.read(block)

    def write(self, before: str, block: str) -> None:
        """Put a block into the file that the text before it names last."""
        where, name = FILE.findall(before)[-1]
        path = Path(name)
        if where == "as":
            path.write_text(block, encoding="utf-8")
            return
        old = path.read_text(encoding="utf-8")
        kept = old if where == "to the end of" else old.splitlines(keepends=True)[0]
        path.write_text(kept + block, encoding="utf-8")

    def paste(self, block: str) -> None:
        """Put a block into the form in Slack, and let open deals follow it."""
        admin = self.admin.goes("general")
        assert admin.types("/deal settings playbooks")
        admin.presses("Replace…", about="Repair visit")
        admin.fills({"part_1": block, "part_2": ""}).submits()
        admin.fills({"follow": "They go over to this one"}).submits()
        # Open deals go over beside the tick, not in the moment of the form.
        self.on.people["ana"].goes(self.on.channel()).sees("newest version of the playbook")

    def run(self, block: str) -> None:
        """Run a command; it prints what is shown below it, to the letter, where … stands for lines that are left out."""
        line, _, shown = block.partition("\n")
        words = split(line.removeprefix("$ "))
        settings = dict(word.split("=", 1) for word in takewhile(lambda word: "=" in word, words))
        assert words[len(settings) : len(settings) + 2] == ["python", "app.py"]
        rest = words[len(settings) + 2 :]
        if rest == ["serve"]:
            self.serving.enter_context(self.on.serving(**settings))
            return
        ended = run(*rest)
        assert re.fullmatch(re.escape(shown).replace("…\\\n", "(?s:.)*"), ended.stdout), ended.stdout + ended.stderr

    def read(self, block: str) -> None:
        """Look for every line of a block in the deal's channel."""
        said = "\n".join(self.on.read(self.on.channel()))
        for line in block.splitlines():
            assert line in said, said


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    desk = tmp_path / "desk"
    desk.mkdir()
    with stage(tmp_path) as on, ExitStack() as serving, chdir(desk):
        admin = on.workspace.person("nora", email="nora@example.com", tz="Europe/Helsinki", is_admin=True)
        yield Reader(on, serving, admin)


def test_whoever_follows_the_page_has_a_playbook_that_the_next_deal_uses(reader: Reader) -> None:
    end = 0
    for fence in FENCE.finditer(PAGE):
        reader.follow(PAGE[end : fence.start()], fence[2], fence[3])
        end = fence.end()

    assert set(reader.done) == {"yaml", "console", "json", "text"}
