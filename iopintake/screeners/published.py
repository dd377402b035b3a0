"""A questionnaire as it is published: by itself, or in a Bundle with the value sets that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iopintake.support.errors import IopintakeError
from iopintake.support.language import _


class ScreenerError(IopintakeError):
    """A questionnaire that can't be read or run."""


def questionnaire_in(where: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the one Questionnaire that DATA is or holds; ScreenerError when there is none, or several."""
    kind = data.get("resourceType")
    if kind == "Questionnaire":
        return dict(data)
    if kind == "Bundle":
        entries = data.get("entry")
        resources = [
            e.get("resource")
            for e in (entries if isinstance(entries, list) else [])
            if isinstance(e, Mapping)
        ]
        found = [r for r in resources if isinstance(r, Mapping) and r.get("resourceType") == "Questionnaire"]
        if len(found) == 1:
            return dict(found[0])
        raise ScreenerError(
            _("{where}: this Bundle holds {count} Questionnaires. Give one with exactly one.").format(
                where=where, count=len(found)
            )
        )
    raise ScreenerError(
        _("{where}: this is no FHIR Questionnaire. Give one of R4 or R5 as JSON.").format(where=where)
    )


def value_sets_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value sets that stand beside the form in a Bundle, by their address."""
    entries = data.get("entry")
    resources = [
        e.get("resource") for e in (entries if isinstance(entries, list) else []) if isinstance(e, Mapping)
    ]
    return {
        str(one.get("url")): one
        for one in resources
        if isinstance(one, Mapping) and one.get("resourceType") == "ValueSet"
    }
