"""Reading the running texts of reports, a few at a time.

Belongs here: from `report_text` and the places of sections and tables in `report_element` to running texts. Does not belong here:
what is running text and how two are compared (`quality/`).
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from gov_disclosure.quality.running_text import RunningText, Span, build_running_text
from gov_disclosure.steps.stored import StoredTable
from gov_disclosure.storage.merging import SortedStream
from gov_disclosure.storage.warehouse import PartitionKey

TEXTS, ELEMENTS = "report_text", "report_element"
_PLACES = ("report_id", "element", "source_start", "source_end")
_YEARS_KEPT = 2
_NO_TEXT = build_running_text("", (), ())


@dataclass
class RunningTextReader:
    """Reads running texts; keeps those of a year and of the one before."""

    texts: StoredTable
    elements: StoredTable
    _kept: OrderedDict[PartitionKey, dict[str, RunningText]] = field(default_factory=OrderedDict)

    def renew(self) -> "RunningTextReader":
        """A reader of the same tables that has read nothing yet, for another process."""
        return RunningTextReader(self.texts, self.elements)

    def read(self, key: PartitionKey, wanted: Sequence[str]) -> Mapping[str, RunningText]:
        """The running texts of some current reports of one partition, by report; maybe of others too."""
        missing = set(wanted).difference(self._kept.get(key, ()))
        if missing:
            found = dict.fromkeys(missing, _NO_TEXT) | dict(self._read_texts(key, pa.array(sorted(missing))))
            self._kept.setdefault(key, {}).update(found)
            while len(self._kept) > _YEARS_KEPT:
                self._kept.popitem(last=False)
        return self._kept.get(key, {})

    def _read_texts(self, key: PartitionKey, wanted: pa.Array) -> Iterator[tuple[str, RunningText]]:
        places = SortedStream(map(_select_places, self.elements.read_groups(key, _PLACES)), "report_id")
        for texts in self.texts.read_groups(key, ("report_id", "text")):
            if texts.num_rows:
                rows = (texts, places.take_until(texts["report_id"][-1].as_py()))
                yield from _build_texts(*(each.filter(pc.is_in(each["report_id"], wanted)) for each in rows))


def _select_places(elements: pa.Table) -> pa.Table:
    return elements.filter(pc.is_in(elements["element"], pa.array(["section", "table"]))).select(_PLACES)


def _build_texts(texts: pa.Table, places: pa.Table) -> Iterator[tuple[str, RunningText]]:
    spans: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for report, kind, start, end in zip(*(places[name].to_pylist() for name in _PLACES), strict=True):
        spans[report, kind].append((start, end))
    for report, text in zip(texts["report_id"].to_pylist(), texts["text"].to_pylist(), strict=True):
        yield report, build_running_text(text, spans[report, "section"], spans[report, "table"])
