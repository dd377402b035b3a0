"""What sets of answers come to, as columns: the rows of a Parquet file, and of ``assess_table``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from iopintake.packs.model import Pack
from iopintake.summary.model import Recommendation
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

TEXTS: Final = ("id", "verdict", "level", "headline", "clinician_review", "scope")
LISTS: Final = ("levels_possible", "ask_next")


def arrow() -> Any:
    """Return pyarrow; IopintakeError says how it is installed."""
    try:
        import pyarrow as pa
    except ImportError:
        raise IopintakeError(
            _("Parquet needs an extra of iopintake. Install it with: pip install 'iopintake[parquet]'")
        ) from None
    return pa


def schema(pack: Pack, *, errors: bool = False) -> Any:
    """Return the columns of results with PACK; with ERRORS there is one for what is wrong with a row."""
    pa = arrow()
    fields = [pa.field(name, pa.string()) for name in TEXTS]
    fields.append(pa.field("at_least", pa.bool_()))
    fields += [pa.field(name, pa.list_(pa.string())) for name in LISTS]
    fields += [pa.field(f"criterion__{criterion.id}", pa.string()) for criterion in pack.criteria]
    if errors:
        fields.append(pa.field("error", pa.string()))
    return pa.schema(fields)


def row(intake_id: str | None, recommendation: Recommendation, truths: Mapping[str, str]) -> dict[str, Any]:
    """Return one result by column."""
    told = ("verdict", "level", "headline", "clinician_review", "at_least", "levels_possible")
    return {
        "id": intake_id,
        **{name: getattr(recommendation, name) for name in told},
        "scope": recommendation.scope.id if recommendation.scope else None,
        "ask_next": [asked.question for asked in recommendation.ask_next],
        **{f"criterion__{criterion}": truth for criterion, truth in truths.items()},
    }


def as_stream(pack: Pack, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return ROWS as an Arrow stream."""
    pa, out, columns = arrow(), io.BytesIO(), schema(pack)
    with pa.ipc.new_stream(out, columns) as stream:
        stream.write_batch(pa.RecordBatch.from_pylist(rows, schema=columns))
    return out.getvalue()


def write_parquet(path: Any, pack: Pack, streams: Iterable[bytes]) -> None:
    """Write the rows of STREAMS one after the other as Parquet to PATH, a file or what can be written to."""
    pa, columns = arrow(), schema(pack)
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, columns) as writer:
        for stream in streams:
            writer.write_table(pa.ipc.open_stream(stream).read_all())


def rows_of(path: Path) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Yield the schema and some rows at a time of a Parquet file; raises what pyarrow raises."""
    arrow()
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=1000):
            yield file.schema_arrow, batch.to_pylist()
