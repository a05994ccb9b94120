"""One recorded world for all tests of this room, and a program to shoot at for each file."""

import json
import os
import time
from collections.abc import Iterator

import pytest

from tests.fuzz.quiet import silent
from tests.fuzz.recording import World, record
from tests.fuzz.target import Target, standing


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> World:
    """Record once, also where several processes share the tests: the first does, the others wait for it."""
    folder = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    kept, taken = folder / "world.json", folder / "world.taken"
    try:
        os.close(os.open(taken, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        while not kept.exists():
            time.sleep(0.05)
    else:
        with silent():
            made = json.dumps(record().kept())
        kept.with_suffix(".new").write_text(made, encoding="utf-8")
        kept.with_suffix(".new").rename(kept)
    return World.read(json.loads(kept.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def target(world: World) -> Iterator[Target]:
    with standing(world) as made:
        yield made
