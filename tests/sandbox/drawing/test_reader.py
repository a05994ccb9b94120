"""Whoever reads: what they are called, and where things stand for them."""

import pytest

from tests.sandbox.drawing.reading import ANA, reading


def test_people_are_called_by_name_and_strangers_by_id() -> None:
    assert (ANA.name("UIVY"), ANA.name("UNOBODY")) == ("Ivy <Stone>", "UNOBODY")


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ({}, "/?as=UANA&channel=C1"),
        ({"thread": "1.2"}, "/?as=UANA&channel=C1&thread=1.2"),
        ({"ts": "1.2"}, "/?as=UANA&channel=C1&ts=1.2"),
    ],
)
def test_an_address_names_only_what_is_meant(more: dict[str, str], address: str) -> None:
    assert ANA.address("C1", **more) == address


def test_odd_ids_cannot_add_anything_to_an_address() -> None:
    assert reading("U&as=U2").address("C1&team=T2") == "/?as=U%26as%3DU2&channel=C1%26team%3DT2"
