"""Why a file, or one of its rows, cannot be imported: always a sentence for a person."""

from enum import StrEnum


class CannotImport(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """The file as a whole, or how it was asked for, cannot work. What was added before is kept; running again is safe."""


class Reason(StrEnum):
    """What the summary counts rejected rows by."""

    ENCODING = "bytes that are not text"
    BROKEN = "not readable as CSV"
    WIDTH = "too few or too many columns"
    NO_ACCOUNT = "no account"
    NO_NAME = "no name"
    NO_ID = "no id"
    SAME_ID = "an id that stands on an earlier line"
    DATE = "bad date"
    AMOUNT = "bad amount"
    CURRENCY = "bad currency"
    URL = "bad web address"
    KIND = "unknown kind"
    OWNER = "bad owner"
    TOO_LONG = "a text that is too long"


class BadRow(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """One row cannot become a deal; the rest of the file can."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


class BadAmount(BadRow):
    """An amount cannot be read, or in more than one way."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Reason.AMOUNT, sentence)
