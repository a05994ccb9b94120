"""What is typed after "else" is understood where it is plain, and kept as words where it is not."""

import pytest

from bot.context import Context
from bot.model import Consequence, Otherwise, Person, UserId
from commands.fields import Fields
from commands.otherwise import chosen, understood
from commands.parse import parse
from commands.requests import Next
from messages import forms

LENA, MEI, TWO, GUEST = UserId("U0LENA"), UserId("U0MEI"), UserId("U0MEI2"), UserId("U0GUEST")
ZONE = "Europe/Helsinki"
PEOPLE = {
    person.id: person
    for person in (
        Person(LENA, "Lena Berg", ZONE),
        Person(MEI, "Mei Lin", ZONE),
        Person(TWO, "Mei Tan", ZONE),
        Person(GUEST, "Gus", ZONE, is_guest=True),
    )
}
CONTEXT = Context(PEOPLE, LENA, ZONE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (None, None),
        ("  ", None),
        ("<@U0MEI> tells the customer", Consequence(Otherwise.STEP, MEI, "tells the customer")),
        ("<@U0MEI>: tell the customer", Consequence(Otherwise.STEP, MEI, "tell the customer")),
        ("Lena decides", Consequence(Otherwise.DECIDE, LENA)),
        ("lena decides.", Consequence(Otherwise.DECIDE, LENA)),
        ("Lena Berg decides how it goes on", Consequence(Otherwise.DECIDE, LENA)),
        ("Mei Tan decides", Consequence(Otherwise.DECIDE, TWO)),
        ("<@U0MEI> decides", Consequence(Otherwise.DECIDE, MEI)),
        ("a manager decides within a day", Consequence(Otherwise.DECIDE)),
        ("my boss decides", Consequence(Otherwise.DECIDE)),
        ("it goes to the lead", Consequence(Otherwise.LEAD)),
        ("the lead takes it over", Consequence(Otherwise.LEAD)),
        ("the lead  takes it", Consequence(Otherwise.LEAD)),
        ("the slot is released", Consequence(text="the slot is released")),
        ("Mei decides", Consequence(text="Mei decides")),
        ("Gus decides", Consequence(text="Gus decides")),
        ("the customer decides", Consequence(text="the customer decides")),
        ("we tell <@U0MEI> and go", Consequence(text="we tell @Mei Lin and go")),
        ("we tell <@U0NOBODY>", Consequence(text="we tell @somebody")),
        ("<@U0MEI>", Consequence(text="@Mei Lin")),
    ],
)
def test_plain_words_are_understood_and_others_kept(typed: str | None, meant: Consequence | None) -> None:
    assert understood(typed, CONTEXT) == meant


@pytest.mark.parametrize(
    ("filled_in", "meant"),
    [
        ({}, None),
        ({forms.ELSE: "default"}, None),
        ({forms.ELSE: "default", forms.OTHERWISE: "the slot is lost"}, Consequence(text="the slot is lost")),
        ({forms.OTHERWISE: "tell", forms.PERSON: MEI}, Consequence(Otherwise.STEP, MEI, "tell")),
        ({forms.ELSE: "step", forms.OTHERWISE: "tell", forms.PERSON: MEI}, Consequence(Otherwise.STEP, MEI, "tell")),
        ({forms.ELSE: "step"}, Consequence(Otherwise.STEP)),
        ({forms.ELSE: "decide", forms.PERSON: MEI}, Consequence(Otherwise.DECIDE, MEI)),
        ({forms.ELSE: "decide", forms.OTHERWISE: "x"}, Consequence(Otherwise.DECIDE)),
        ({forms.ELSE: "lead", forms.PERSON: MEI}, Consequence(Otherwise.LEAD)),
        ({forms.ELSE: "never drawn", forms.OTHERWISE: "x"}, Consequence(text="x")),
    ],
)
def test_the_form_says_the_same_things(filled_in: dict[str, str], meant: Consequence | None) -> None:
    assert chosen(Fields(filled_in)) == meant


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("next ship by fri else <@U0MEI|mei> tells the customer", "<@U0MEI> tells the customer"),
        ("next ask <@U0LENA|lena> by fri else <@U0MEI> tells <#C1|sales>", "<@U0MEI> tells #sales"),
        ("next ship by fri else R&amp;D decides", "R&D decides"),
    ],
)
def test_whoever_is_named_after_else_stays_that_person(text: str, otherwise: str) -> None:
    request = parse(text)

    assert isinstance(request, Next)
    assert request.otherwise == otherwise
    assert "<@" not in request.what
