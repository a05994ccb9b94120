"""What pydantic found, as a sentence for the person who wrote the file."""

from re import findall

from pydantic_core import ErrorDetails

from storage.playbooks.problems import quotable, suggest
from storage.playbooks.schema import EXAMPLES, field_names
from storage.playbooks.tree import Path, Spot

FREE_TEXT = frozenset({"title", "label", "welcome"})
"""Fields in which anything may stand once it is in quotes."""

READ_AS = {
    "bool": "true or false",
    "timestamp": "a date",
    "int": "a number",
    "float": "a number",
    "map": "fields",
    "seq": "a list",
}
WANTED = {
    "string_type": "words",
    "bool_type": "true or false",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "fields",
    "model_type": "fields",
    "literal_error": "a word",
    "enum": "a word",
}


def sentence(error: ErrorDetails, path: Path, spot: Spot) -> str:
    """Say what is wrong at a path and what would work there."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "missing":
            return f"This field is missing; write for example {_example(path)}."
        case "extra_forbidden":
            name = str(path[-1])
            return f"There is no field {quotable(name)} here; {suggest(name, field_names(path[:-1]))}"
        case "value_error":
            return str(context["error"])
        case _ if kind in WANTED:
            return _unwanted(kind, context, path, spot)
        case _:
            return _size(kind, context, path)


def _unwanted(kind: str, context: dict[str, object], path: Path, spot: Spot) -> str:
    if spot.tag != "str":
        return _misread(kind, path, spot)
    if kind in {"literal_error", "enum"}:
        words = findall(r"'(\w+)'", str(context["expected"]))
        return f"{quotable(spot.text)} is not known here; {suggest(spot.text, words)}"
    return f"{WANTED[kind].capitalize()} must stand here, not {quotable(spot.text)}; for example {_example(path)}."


def _misread(kind: str, path: Path, spot: Spot) -> str:
    if spot.tag == "null":
        return f"Nothing is written here; write for example {_example(path)}, or leave the line out if it is optional."
    if spot.tag in {"map", "seq"}:
        return f"{WANTED[kind].capitalize()} must stand here, not {READ_AS[spot.tag]}; for example {_example(path)}."
    read_as = READ_AS.get(spot.tag, "something else")
    text = quotable(spot.text)
    if kind == "string_type" and path[-1] in FREE_TEXT:
        return f'YAML reads {text} as {read_as}, not as words; put it in quotes ("{text}") or write {_example(path)}.'
    if WANTED[kind].endswith("number"):
        return f"{text} is not a plain number; write only digits, for example {_example(path)}."
    return f"YAML reads {text} as {read_as}, not as {WANTED[kind]}; write for example {_example(path)}."


def _size(kind: str, context: dict[str, object], path: Path) -> str:
    match kind:
        case "string_too_short" | "too_short":
            return f"This is empty; write for example {_example(path)}."
        case "string_too_long":
            return f"This is too long; at most {context['max_length']} characters fit."
        case "too_long":
            return f"There are too many; at most {context['max_length']} fit."
        case "greater_than_equal":
            return f"This is too small; the least is {context['ge']:g}."
        case "less_than_equal":
            return f"This is too much; the most is {context['le']:g}."
        case _:
            return f"This cannot be used; write for example {_example(path)}."


def _example(path: Path) -> str:
    """Return the field with a value that works; inside a list or a table, the fields around it."""
    names = [name for name in path if isinstance(name, str) and name in EXAMPLES]
    return f"{names[-1]}: {EXAMPLES[names[-1]]}" if names else f"kind: {EXAMPLES['kind']}"
