"""FHIRPath over a response, through fhirpathpy: what SDC's expressions see and may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

Points = Callable[[Mapping[str, Any]], float | None]
"""Returns the points of a coding."""


class ExpressionError(ValueError):
    """An expression that can't be carried out."""


def evaluate(text: str, response: Mapping[str, Any], context: Mapping[str, Any], points: Points) -> list[Any]:
    """Return what the expression TEXT comes to over RESPONSE; CONTEXT has the values of %names.

    ``weight()`` and ``ordinal()`` give the points of an answer. Raises ExpressionError.
    """
    try:
        return _run(text, response, context, points)
    except IopintakeError:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises bare exceptions of many kinds
        raise ExpressionError(str(error)[:100]) from None


def check_expression(text: str) -> str:
    """Return what is wrong with an expression before there is any answer, or an empty text."""
    _library()
    from antlr4 import CommonTokenStream, InputStream
    from antlr4.error.ErrorListener import ErrorListener
    from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
    from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

    problems: list[str] = []

    class Listening(ErrorListener):  # type: ignore[misc]  # the library recovers from errors silently
        def syntaxError(self, _recognizer: Any, _symbol: Any, _line: int, column: int, *_more: Any) -> None:  # noqa: N802
            problems.append(_("it breaks off at character {column}").format(column=column + 1))

    lexer = FHIRPathLexer(InputStream(text))
    parser = FHIRPathParser(CommonTokenStream(lexer))
    for recognizer in (lexer, parser):
        recognizer.removeErrorListeners()
        recognizer.addErrorListener(Listening())
    parser.entireExpression()  # type: ignore[no-untyped-call]
    if problems:
        return problems[0]
    nothing = {"resourceType": "QuestionnaireResponse"}
    try:
        _run(text, nothing, {"resource": nothing, "questionnaire": {}}, lambda _coding: None)
    except Exception as error:  # noqa: BLE001 - as above; most only say that there is no answer yet
        return str(error)[:100] if "Not implemented" in str(error) else ""
    return ""


@cache
def _parsed(text: str) -> Any:
    return _library().parse(text)


def _run(text: str, response: Mapping[str, Any], context: Mapping[str, Any], points: Points) -> list[Any]:
    library = _library()
    from fhirpathpy.models import models

    def weight(inputs: list[Any]) -> list[float]:
        found = [points(coding) for one in inputs if (coding := _coding(one)) is not None]
        return [number for number in found if number is not None]

    functions = {name: {"fn": weight, "arity": {0: []}} for name in ("weight", "ordinal")}
    options = {"userInvocationTable": functions}
    found = library.apply_parsed_path(dict(response), _parsed(text), dict(context), models["r4"], options)
    return list(found)


def _coding(node: Any) -> Mapping[str, Any] | None:
    """Return the coding of an answer or of its value."""
    data = getattr(node, "data", node)
    if isinstance(data, Mapping):
        inner = data.get("valueCoding", data)
        return inner if isinstance(inner, Mapping) else None
    return None


def _library() -> Any:
    try:
        import fhirpathpy
    except ImportError:
        raise IopintakeError(
            _(
                "This questionnaire calculates with FHIRPath, which an extra of iopintake carries out. "
                "Install it with: pip install 'iopintake[fhir]'"
            )
        ) from None
    return fhirpathpy
