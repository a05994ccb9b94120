"""How values stand in columns: moments as integers, words of a fixed set, and plain data as JSON."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BigInteger, ColumnElement, Dialect, Text, literal_column
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(span: timedelta) -> int:
    """Return a span in the unit that moments are stored in."""
    return span // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """Store an aware moment as whole microseconds since 1970 in UTC, on both databases the same."""

    impl = BigInteger
    cache_ok = True

    # Whole converters, not the two methods that SQLAlchemy would wrap in one each: every row holds several moments.
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:  # noqa: ARG002
        return _stored

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:  # noqa: ARG002
        return _moment


def _stored(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs a zone; {moment.isoformat()} has none.")
    return (moment - EPOCH) // _MICROSECOND


# A deal is read many times while the same moments stand in it, and most rows wait for no moment but the first.
@lru_cache(maxsize=4096)
def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else EPOCH + timedelta(microseconds=stored)


class Word(TypeDecorator[StrEnum]):
    """Store one word of an enumeration as it is spelled."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._known = {str(word): word for word in words}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        # One that is not known is said so by the enumeration itself.
        return None if value is None else self._known.get(value) or self.words(value)


def spelled(word: StrEnum) -> ColumnElement[StrEnum]:
    """Return a word as part of a statement, no parameter: only so do the databases see that a partial index fits."""
    return literal_column(f"'{word}'", Word(type(word)))


class Words(TypeDecorator[str]):
    """Store text that people or other systems wrote.

    NUL stands for nothing anybody can read, and PostgreSQL refuses it: it is dropped on the way in, from keys too, so
    that what was written is found again.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.replace("\x00", "")


class Json(TypeDecorator[Any]):
    """Store plain data as JSON text; reading gives back the very same value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        adapter = _adapter(kind)
        # Their inner halves: lists of deals pass here by the thousand.
        self._write = adapter.serializer.to_json
        self._read = adapter.validator.validate_json

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self._write(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else self._read(value)


class JsonOrWords(Json):
    """As JSON; plain words that an earlier version wrote are made into the value by ``of_words``."""

    cache_ok = True

    def __init__(self, kind: Any, of_words: Callable[[str], Any]) -> None:
        super().__init__(kind)
        self.of_words = of_words

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        try:
            return super().process_result_value(value, dialect)
        except ValidationError:
            return self.of_words(str(value))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
