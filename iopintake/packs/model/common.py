"""What the records of a pack share: how pydantic reads them, and the fixed vocabularies."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar, dataclass_transform

from iopintake.packs.condition_reading import parse
from iopintake.packs.conditions import Condition
from iopintake.support.frozen import frozen

STRICT = {"extra": "forbid", "strict": True, "hide_input_in_errors": True}
"""How pydantic reads a table: no unknown key, no silent conversion, no answers in errors."""


Table = TypeVar("Table")


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def table(cls: type[Table]) -> type[Table]:
    """Make a class a table of a pack's file: frozen, and read strictly."""
    cls.__pydantic_config__ = STRICT  # type: ignore[attr-defined]
    return frozen(cls)


class _FromData:
    """Tells pydantic to read a condition with the condition language's own parser."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse)


Rule = Annotated[Condition, _FromData()]

Words = Annotated[str, "words"]
"""What is said or shown to people: a pack can hold it in further languages. Nothing is decided by it."""
Terms = Annotated[str, "terms"]
"""Words by which something is found: those of a further language are added to these."""

LevelId = Literal["emergency", "withdrawal_management", "twenty_four_hour", "php", "iop", "outpatient"]
LEVELS: tuple[LevelId, ...] = (
    "emergency",
    "withdrawal_management",
    "twenty_four_hour",
    "php",
    "iop",
    "outpatient",
)
"""The levels of care, from the highest need to the lowest."""

VerdictId = Literal["fits", "may_fit", "higher_level_first", "lower_level_enough", "undetermined"]
Review = Literal["none", "routine", "same_day", "now"]
REVIEWS: tuple[Review, ...] = ("none", "routine", "same_day", "now")
TrackId = Literal["teen", "eating_disorder", "co_occurring", "substance_use", "mental_health"]
Group = Literal["ideal", "not_ideal", "medicare"]
