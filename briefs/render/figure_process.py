"""The process that owns Kaleido and its Chrome: a Plotly figure in, an SVG out.

Offline and deaf: no CDN, a proxy that leads nowhere, a content security policy that lets scripts
of the page reach neither files nor network. Chrome stays in this process's session, so that the
parent's kill reaches it, frozen or not.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium

from briefs.render.process import Message, serve

_POLICY = (
    "default-src 'none'; script-src file: 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; worker-src blob:; "
    "connect-src 'none'"
)
_NOWHERE = "127.0.0.1:9"
_SECONDS = 60  # the parent's deadline is shorter; this one only frees a coroutine


class _Page(kaleido.PageGenerator):  # type: ignore[misc]
    """Kaleido's page with our policy."""

    def generate_index(self) -> str:
        page: str = super().generate_index()
        meta = f'<head><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        if "<head>" not in page:
            raise RuntimeError("Kaleido's page has no head to put the policy in")
        return page.replace("<head>", meta, 1)


class _Chrome(Chromium):
    """Chrome in our session, quiet and with nothing to look up."""

    def get_popen_args(self) -> Mapping[str, Any]:
        return {**super().get_popen_args(), "start_new_session": False}

    def get_cli(self) -> Sequence[str]:
        return [
            *super().get_cli(),
            "--disable-background-networking",
            "--disable-domain-reliability",
            "--disable-default-apps",
        ]


class _Kaleido(kaleido.Kaleido):  # type: ignore[misc]
    """Kaleido that keeps its tab: reloading it for each figure takes ten times as long."""

    async def _return_kaleido_tab(self, tab: Any) -> None:
        tab.js_logger.reset()
        await self.tabs_ready.put(tab)


class _Exporter:
    """One Kaleido on one loop."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.kaleido: Any = None

    def warm_up(self) -> None:
        for name in ("kaleido", "choreographer", "browser_proc"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.loop.run_until_complete(self._open())
        self.export({"data": [], "layout": {"width": 20, "height": 20}})

    async def _open(self) -> None:
        seed = Path(__file__).with_name("seed.js").as_uri()
        self.kaleido = _Kaleido(
            timeout=_SECONDS,
            page_generator=_Page(mathjax=False, others=[seed]),
            path=os.environ["BROWSER_PATH"],
            browser_cls=_Chrome,
            proxy_server=_NOWHERE,
        )
        await self.kaleido.open()

    def export(self, spec: Mapping[str, Any]) -> bytes:
        """The SVG of a figure.

        Raises:
            ValueError: If Plotly does not know what is asked for, or an image would be loaded.
        """
        figure = go.Figure(spec, skip_invalid=False)
        for image in figure.layout.images:
            if not str(image.source).startswith("data:"):
                raise ValueError("a figure may hold images as data: URLs only")
        options = {"format": "svg"}
        svg: bytes = self.loop.run_until_complete(self.kaleido.calc_fig(figure, opts=options))
        return svg

    def answer(self, message: Message, _: tuple[bytes, ...]) -> tuple[Message, Sequence[bytes]]:
        try:
            return {}, [self.export(message["figure"])]
        except ValueError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is in the log
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)  # Chrome is in doubt: the parent ends it and starts us anew


if __name__ == "__main__":
    exporter = _Exporter()
    serve(exporter.answer, exporter.warm_up)
