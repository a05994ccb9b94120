"""No word that people read stands outside the templates: drawn in a made-up language, every sentence is in brackets."""

from pathlib import Path

import pytest

from messages.language import speaking
from tests.messages.bare import left, unbracketed, written_in
from tests.messages.catalogue import everything
from tests.messages.translating import BRACKETED

with speaking(BRACKETED):
    DRAWN = everything(also_long=False)

SAMPLES = written_in(*(file for file in Path(__file__).parent.glob("*.py") if not file.name.startswith("test_")))


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_word_stands_in_a_template(name: str) -> None:
    assert unbracketed(DRAWN[name], SAMPLES) == {}


def test_a_sentence_outside_the_templates_is_found() -> None:
    assert left("⟦Won ⟧§ Xylophones quarrel", SAMPLES) == ["Xylophones", "quarrel"]
