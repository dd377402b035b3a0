"""Records and values behave as frozen dataclasses do, though no method is compiled for them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, field, replace

import pytest

from iopintake.support.frozen import frozen, value


@frozen
class Note:
    """A record."""

    text: str
    number: int = 1
    marks: dict[str, str] = field(default_factory=dict)


@value
class Point:
    """A value."""

    x: int
    y: int = 0


def test_fields_are_taken_by_name_and_stand_in_their_order() -> None:
    note = Note(number=2, text="a")
    assert (note.text, note.number, note.marks) == ("a", 2, {})
    assert Note(text="b").marks is not Note(text="b").marks
    assert list(vars(Point(1))) == ["x", "y"]


def test_a_value_takes_its_fields_in_order_too_and_is_equal_to_its_like() -> None:
    assert Point(1) == Point(x=1, y=0)
    assert Point(1) != Point(1, 2)
    assert Point(1) != (1, 0)
    assert {Point(1), Point(1, 0)} == {Point(1)}
    assert replace(Point(1), y=5) == Point(1, 5)
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)


def test_a_record_is_equal_to_itself_alone_and_shows_nothing() -> None:
    note = Note(text="secret")
    assert note == note  # noqa: PLR0124
    assert note != Note(text="secret")
    assert "secret" not in repr(note)
    assert "7" not in repr(Point(7)).partition(" at ")[0]


@pytest.mark.parametrize(
    "wrong",
    [Note, lambda: Note(text="a", more=1), lambda: Point(1, 2, 3), lambda: Point(1, x=1)],
    ids=["a field is missing", "one is not known", "there are too many", "one is given twice"],
)
def test_wrong_fields_are_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        wrong()  # type: ignore[operator]


def test_a_record_and_a_value_stay_as_they_are() -> None:
    for one, name in ((Note(text="a"), "text"), (Point(1), "x"), (Point(1), "other")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, 2)
        with pytest.raises(FrozenInstanceError):
            delattr(one, name)
