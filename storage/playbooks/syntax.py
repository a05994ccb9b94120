"""Why a text is not YAML, in words: the parser's own sentences speak to programmers."""

import yaml

REASONS = (
    ("'\\t'", "A tab stands here, where YAML allows only spaces; replace it by spaces."),
    (
        "mapping values are not allowed",
        'A colon is read as the start of a field; put the text in quotes: "Kick-off: held".',
    ),
    (
        "could not find expected ':'",
        "A field needs a colon and a space after its name, for example title: Kick-off held.",
    ),
    ("unexpected end of stream", "A quote that was opened is never closed; add the closing quote."),
    (
        "unknown escape character",
        "A backslash inside double quotes starts an escape; use single quotes, or write it twice.",
    ),
    ("another document", "A second document starts here (---); put each playbook into its own file."),
    (
        "expected <block end>",
        "The indentation does not match the lines above; fields of one thing start in one column.",
    ),
    ("expected ',' or '}'", "Fields in braces are parted by commas and closed by }; text with a comma needs quotes."),
    ("expected ',' or ']'", "A list in brackets is parted by commas and closed by ]; text with a comma needs quotes."),
    ("cannot start any token", 'This character has a meaning in YAML; put the text in quotes: "@field".'),
    (
        "expected alphabetic or numeric",
        "A name must follow & or *; put the text in quotes if you mean the sign itself.",
    ),
)
"""What the parser says, and what a person should read instead."""


class TooMuch(yaml.MarkedYAMLError):
    """YAML that could be read but asks for more than a playbook may."""

    def __init__(self, sentence: str, mark: yaml.Mark) -> None:
        super().__init__(problem=sentence, problem_mark=mark)


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line, counted from 1, and one sentence that says what would work."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return line, "There is a character here that cannot be printed; delete it and type the line again."
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, "This is not YAML; compare it with the example in docs/playbooks.md."
    mark = error.problem_mark or error.context_mark
    said = error.problem or ""
    line = mark.line + 1 if mark else 1
    if isinstance(error, TooMuch):
        return line, said
    for sign, sentence in REASONS:
        if sign in said:
            return line, sentence
    return line, f"This is not YAML ({said or 'the parser gives no reason'}); put texts with signs in quotes."
