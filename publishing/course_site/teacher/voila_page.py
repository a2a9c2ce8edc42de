"""One page of the teacher's, made by Voila with a kernel of its own; or a message, when that kernel can't do it.

Voila's own handler sends heartbeats for ever when a kernel dies before it answered, and English when it dies later.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import PurePosixPath
from typing import Any

from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from tornado.web import authenticated
from voila.handler import VoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from course_site.voila_settings import POLICY

WIDGET = "application/vnd.jupyter.widget-view+json"
FAILED = "<script>window.courseFailed()</script>"


class _Renderer(NotebookRenderer):
    """Sends the top of the page first, and starts the kernel when it gets there."""

    start_kernel: Callable[[], Awaitable[str]]

    async def _jinja_kernel_start(self, nb: NotebookNode, kernel_id: None, kernel_future: None) -> str:
        started = await self.start_kernel()
        kernel = self.request_handler.kernel_manager.get_kernel(started)
        return await super()._jinja_kernel_start(nb, started, kernel)


class VoilaPageHandler(VoilaHandler):
    """A page; beside what other pages may, it runs the scripts that widgets bring along."""

    _kernel = ""

    @property
    def content_security_policy(self) -> str:
        return POLICY.format(port=self.serverapp.port)

    @authenticated
    async def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        died = asyncio.get_running_loop().create_future()
        sending = asyncio.ensure_future(self._send(died))
        await asyncio.wait({sending, died}, return_when=asyncio.FIRST_COMPLETED)
        try:
            shown = sending.done() and sending.result()
        except StreamClosedError:  # the teacher went elsewhere
            return
        except Exception:  # whatever keeps a kernel from starting
            self.log.exception("Can't show %s", self.notebook_path)
            shown = False
        if not shown:
            sending.cancel()
            self.log.error("No kernel could show %s", self.notebook_path)
            self.write(FAILED)
            if self._kernel in self.kernel_manager:
                await self.kernel_manager.shutdown_kernel(self._kernel, now=True)

    async def _send(self, died: asyncio.Future) -> bool:
        """Send the page; says whether there is a widget on it."""
        shown = False
        async for html in self._pieces(died):
            shown = shown or WIDGET in html
            self.write(html)
            await self.flush()
        return shown

    async def _pieces(self, died: asyncio.Future) -> AsyncIterator[str]:
        about = {
            "base_url": self.base_url,
            "settings": self.settings,
            "log": self.log,
            "voila_configuration": self.voila_configuration,
        }
        renderer = _Renderer(
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=self.notebook_path,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=self.page_config_hook(get_page_config(**about), **about),
        )
        await renderer.initialize()
        renderer.start_kernel = lambda: self._start(renderer.notebook.metadata.kernelspec.name, died)
        async for html, _ in renderer.generate_content_generator():
            yield html

    async def _start(self, kernel_name: str, died: asyncio.Future) -> str:
        """Start a kernel; when it has to be started again, what it knew is gone and `died` is done."""
        environment: dict[str, Any] = {**os.environ, "QUERY_STRING": self.request.query}
        folder = str(PurePosixPath(self.notebook_path).parent)
        manager = self.kernel_manager
        self._kernel = await manager.start_kernel(kernel_name=kernel_name, path=folder, env=environment)
        manager.add_restart_callback(self._kernel, lambda: died.done() or died.set_result(None), "restart")
        return self._kernel
