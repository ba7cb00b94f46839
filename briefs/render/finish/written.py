"""Write each object of a PDF once: pydyf asks for its bytes twice, and packs them each time."""

from __future__ import annotations

from typing import Any

import pydyf

from briefs.render.finish.tags import object_at


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are known.

    Args:
        item: The object in whose place it stands.
    """

    def __init__(self, item: Any) -> None:
        super().__init__()
        self.number = item.number
        self.generation = item.generation
        self._compressible = item.compressible
        self._data = item.data

    @property
    def data(self) -> Any:
        """Its bytes."""
        return self._data

    @property
    def compressible(self) -> Any:
        """Whether it may go into a packed stream of objects."""
        return self._compressible


def write_once(pdf: pydyf.PDF) -> None:
    """Put the objects of a PDF into bytes, but for the catalog and the metadata.

    Args:
        pdf: The PDF that is about to be written; from now on its objects do not change.
    """
    open_ones = (pdf.catalog, object_at(pdf, pdf.catalog["Metadata"]))
    for at, item in enumerate(pdf.objects):
        if item.free != "f" and not any(item is one for one in open_ones):
            pdf.objects[at] = _Written(item)
