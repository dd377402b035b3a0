"""An exporter of somebody else's: the headline in capitals, to show how one is added.

A real one declares it in its pyproject.toml:

    [project.entry-points."iopintake.exporters"]
    shouting = "shouting_exporter:EXPORTER"
"""

from collections.abc import Iterable, Iterator

from iopintake.export.registry import Exporter, ExportOptions, Finished


def _write(finished: Iterable[Finished], _options: ExportOptions) -> Iterator[bytes]:
    for one in finished:
        yield (one.summary.recommendation.headline.upper() + "\n").encode()


EXPORTER = Exporter(name="shouting", title="The headline, loudly.", write=_write, holds_many=True)
