"""What is wrong with a value of a file, in our words: Pydantic knows it by a type, and says it in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from iopintake.support.language import N_, _

TOLD: Final = {
    "string_type": N_("it is no text: write it in quotes."),
    "int_type": N_("it is no whole number."),
    "int_parsing": N_("it is no whole number."),
    "int_from_float": N_("it is no whole number."),
    "float_type": N_("it is no number."),
    "float_parsing": N_("it is no number."),
    "bool_type": N_("it is neither true nor false."),
    "bool_parsing": N_("it is neither true nor false."),
    "list_type": N_("it is no list."),
    "tuple_type": N_("it is no list."),
    "set_type": N_("it is no list."),
    "frozen_set_type": N_("it is no list."),
    "dict_type": N_("it is no table."),
    "dataclass_type": N_("it is no table."),
    "dataclass_exact_type": N_("it is no table."),
    "date_type": N_("it is no date such as 2026-11-23."),
    "date_parsing": N_("it is no date such as 2026-11-23."),
    "date_from_datetime_parsing": N_("it is no date such as 2026-11-23."),
    "literal_error": N_("it is none of {expected}."),
    "enum": N_("it is none of {expected}."),
    "greater_than": N_("it must be more than {gt}."),
    "greater_than_equal": N_("it is less than {ge}."),
    "less_than": N_("it must be less than {lt}."),
    "less_than_equal": N_("it is more than {le}."),
    "too_short": N_("it needs at least {min_length}."),
    "too_long": N_("it holds more than {max_length}."),
}


def what_is_wrong(problem: Mapping[str, Any]) -> str:
    """Return the sentence for a PROBLEM as Pydantic lists it; one of a kind that we do not know is its own.

    >>> what_is_wrong({"type": "literal_error", "msg": "", "ctx": {"expected": "'mon', 'tue' or 'sun'"}})
    'it is none of "mon", "tue", "sun".'
    """
    told = TOLD.get(problem["type"])
    if told is None:
        return f"{problem['msg']}."
    known = {**problem.get("ctx", {})}
    if "expected" in known:
        known["expected"] = ", ".join(f'"{one}"' for one in re.findall(r"'([^']*)'", known["expected"]))
    return _(told).format(**known)
