"""JSON and TOML from outside as data; whatever is wrong with it comes as one sentence."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from iopintake.support.language import N_, _

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Record = TypeVar("Record")
_VALIDATORS: Final[dict[type, TypeAdapter[Any]]] = {}

DEPTH_LIMIT: Final = 60
"""How deep tables and lists may stand in each other: more than anything here needs."""


JSON_SAYS: Final = (
    *(N_("Expecting value"), N_("Expecting property name enclosed in double quotes"), N_("Extra data")),
    *(N_("Expecting ':' delimiter"), N_("Expecting ',' delimiter"), N_("Unterminated string starting at")),
    *(N_("Invalid control character at"), N_("Illegal trailing comma before end of object")),
    N_("Illegal trailing comma before end of array"),
)
"""What Python says of JSON that is none, for the catalogues."""
TOML_SAYS: Final = (
    *(N_("Invalid statement"), N_("Invalid value"), N_("Invalid date or datetime"), N_("Invalid hex value")),
    *(N_("Unterminated string"), N_("Unclosed array"), N_("Unclosed inline table")),
    N_("Expected newline or end of document after a statement"),
    N_("Expected ']' at the end of a table declaration"),
    N_("Expected ']]' at the end of an array declaration"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Invalid initial character for a key part"),
    *(N_("Cannot overwrite a value"), N_("Unescaped '\\' in a string")),
    N_("Escaped character is not a Unicode scalar value"),
    *(N_("Found invalid character {what}"), N_("Illegal character {what}"), N_("Expected {what}")),
    *(N_("Cannot declare {what} twice"), N_("Duplicate inline table key {what}")),
    *(N_("Cannot mutate immutable namespace {what}"), N_("Cannot redefine namespace {what}")),
)
"""What tomli says of TOML that is none, for the catalogues; what has a place for a key comes last."""


class Unreadable(ValueError):
    """A text that is no data: WHAT is wrong with it and what to DO, a sentence each."""

    def __init__(self, what: str, do: str) -> None:
        """Keep both sentences."""
        self.what, self.do = what, do
        super().__init__(f"{what} {do}")


def from_json(text: str) -> Any:
    """Return the data that TEXT holds; raise Unreadable when it is no JSON, or a key stands twice in it."""
    # it is no deeper than the tables and lists are many that begin in it
    shallow = text.count("{") + text.count("[") <= DEPTH_LIMIT
    if shallow and (plain := _plain(text)) is not None:
        return plain
    try:
        data = _decoder().decode(text)
    except json.JSONDecodeError as error:
        where = _("line {lineno}, column {colno}").format(lineno=error.lineno, colno=error.colno)
        raise Unreadable(
            _("it is not JSON ({msg}, {where}).").format(msg=_(error.msg), where=where), _("Mend it there.")
        ) from None
    except RecursionError:
        raise _too_deep() from None
    except Unreadable:
        raise
    except ValueError:
        raise _too_long() from None
    return data if shallow else _shallow(data)


def _plain(text: str) -> dict[str, Any] | None:
    """Return the table that TEXT holds if no key can stand twice in it, and no number is too long; else None.

    Whatever else it is, is looked at in Python, which takes three times as long.
    """
    import orjson

    try:
        data = orjson.loads(text)
    except ValueError:
        return None
    return data if type(data) is dict and _keys(data) == text.count(":") else None


def _keys(data: dict[str, Any]) -> float:
    """Return how many keys stand in a table and those within it; not a number where that is not all."""
    count: float = len(data)
    for value in data.values():
        if (kind := type(value)) is str:
            continue
        if kind is dict:
            count += _keys(value)
        elif kind is list:
            if not are_texts(value):
                return math.nan
        elif kind is float:  # it can have been a number of more digits than one holds
            return math.nan
    return count


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_table, parse_constant=_no_number)


def from_toml(text: str) -> dict[str, Any]:
    """Return the table that TEXT holds; raise Unreadable when it is not TOML."""
    import tomli

    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        where = _("line {lineno}, column {colno}").format(lineno=error.lineno, colno=error.colno)
        raise Unreadable(
            _("it is not TOML ({msg}, {where}).").format(msg=_of_toml(error.msg), where=where),
            _("Mend it there."),
        ) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _too_long() from None
    _shallow(data)
    return data


def _of_toml(message: str) -> str:
    """Return what tomli says in the language that is spoken now; a key ('a', 'b') as it is written."""
    for known in TOML_SAYS:
        before, place, after = known.partition("{what}")
        if message == known:
            return _(known)
        if place and message.startswith(before) and message.endswith(after):
            what = message[len(before) : len(message) - len(after)]
            parts = re.findall(r"'([^']*)'", what) if what.startswith("(") else [what]
            return _(known).format(what=".".join(parts))
    return message


def are_texts(some: list[Any]) -> bool:
    """Say whether all of SOME that came out of JSON or TOML are texts."""
    try:
        "".join(some)  # the fastest way to look at each
    except TypeError:
        return False
    return True


def validator(record: type[Record]) -> TypeAdapter[Record]:
    """Return what makes a RECORD of data; it raises ValidationError that names what does not belong."""
    from pydantic import TypeAdapter

    if record not in _VALIDATORS:  # to make one takes longer than to read a file with it
        _VALIDATORS[record] = TypeAdapter(record)
    found: TypeAdapter[Record] = _VALIDATORS[record]
    return found


def depth_of(data: Any) -> int:
    """Return how many tables and lists stand within each other in DATA at the deepest place.

    >>> depth_of({"a": [1, {}]}), depth_of("a")
    (3, 0)
    """
    depth, level = 0, [data]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [part for item in level for part in (item.values() if isinstance(item, dict) else item)]
    return depth


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable(
            _('the key "{twice}" stands twice in one table.').format(twice=twice[:60]),
            _("Remove one of them."),
        )
    return table


def _no_number(name: str) -> NoReturn:
    raise Unreadable(_("{name} is no number in JSON.").format(name=name), _("Write a number, or null."))


def _shallow(data: Any) -> Any:
    if depth_of(data) > DEPTH_LIMIT:
        raise _too_deep()
    return data


def _too_deep() -> Unreadable:
    what = _("tables and lists stand more than {most} deep in each other.").format(most=DEPTH_LIMIT)
    return Unreadable(what, _("Write it with fewer within each other."))


def _too_long() -> Unreadable:
    return Unreadable(_("a number in it is too long."), _("Correct it."))
