"""Putting the hand-in service together, and running it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from socket import socket

from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

from course_site.handin.api import CourseHandler, DraftHandler, HandInHandler, UnknownHandler
from course_site.handin.crowd import BoundedServer
from course_site.handin.desk import Desk
from course_site.handin.feedback import FeedbackHandler
from course_site.handin.headers import log
from course_site.handin.pupil_codes import PupilCodes
from course_site.handin.pupils import Names
from course_site.handin.site import SiteHandler, StartHandler
from course_site.ports import bind
from scenario_quiz.course import Course
from skill_grading.data import DataFolder
from skill_grading.inbox.inbox import Inbox
from skill_grading.pupils.codes import derive, load_secret
from skill_grading.releases import ReleaseStore

BLOCKING_THREADS = 32  # most of them wait for the disk
SMALL_BODY = 1024  # for addresses that take no answers; the API sets its own limit
PATIENCE = 60  # seconds for a slow phone
# A proxy keeps connections for later, and must be the first to close one: a request into one that closes is lost.
PROXYS_PATIENCE = 60 * 60
CHOOSE = "make serve PORT="


class CourseApplication(Application):
    """Routes by what follows the prefix at which a proxy serves it."""

    def find_handler(self, request: HTTPServerRequest, **more: object):
        request.path = request.path.removeprefix(self.settings["prefix"]) or "/"
        return super().find_handler(request, **more)


def make_app(
    data: DataFolder, site_folder: Path, course: Course, behind_proxy: bool = False, hub_prefix: str = ""
) -> Application:
    """The service for pupils: the site in ``site_folder``, and the API that takes answers into ``data``.

    Only ``behind_proxy`` are the X-Forwarded headers believed, which anybody else could write too. With
    ``hub_prefix`` (such as /services/hand-in) it is a service of a JupyterHub, whose accounts pupils sign in with; the
    Hub's address and token come from the environment. Raises Refusal when the data folder can't be used.
    """
    inbox = Inbox(data.inbox_url)
    secret = load_secret(data.secret)
    names = Names(data.roster, secret)
    blocking = partial(_run, ThreadPoolExecutor(BLOCKING_THREADS, thread_name_prefix="desk"))
    if hub_prefix:
        # Where there is no Hub, JupyterHub need not be installed.
        from course_site.handin.hub_accounts import HubAccounts

        provider = HubAccounts(inbox.access, names, course.school, blocking)
    else:
        provider = PupilCodes(inbox.access, names, secret, blocking)
    language = course.school.languages[0]
    desk = Desk(course, inbox, ReleaseStore(data), names.pupil)
    desk.warm()
    known = {
        "desk": desk,
        "names": names,
        "provider": provider,
        "blocking": blocking,
    }
    return CourseApplication(
        [
            (r"/api/course", CourseHandler, known),
            (r"/api/drafts/([^/]{1,80})", DraftHandler, known),
            (r"/api/hand-ins/([^/]{1,80})", HandInHandler, known),
            (r"/api/feedback/([^/]{1,80})", FeedbackHandler, known | {"school": course.school}),
            *provider.routes(),
            (r"/api(?:/.*)?", UnknownHandler),
            (r"/", StartHandler, {"language": language}),
            (r"/(.*)", SiteHandler, {"path": str(site_folder), "school": course.school}),
        ],
        default_handler_class=UnknownHandler,
        course_id=course.school.id,
        inbox=inbox,
        behind_proxy=behind_proxy,
        prefix=hub_prefix,
        cookie_secret=derive(secret, "cookies"),
        log_function=_log_request,
    )


def serve(app: Application, host: str, port: int, ready: Callable[[], None], tls: ssl.SSLContext | None = None) -> None:
    """Serve until Ctrl+C or SIGTERM; calls ``ready`` once pupils can come. With ``tls``, over https.

    Raises Refusal when the port is taken.
    """
    sockets = bind(host, port, CHOOSE)
    # All that was made until now stays. Else the search for cycles goes through it again and again, and every pupil
    # who hands in meanwhile waits.
    gc.collect()
    gc.freeze()

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        ready()
        await serve_until(stop, app, sockets, tls)

    asyncio.run(until_stopped())


@contextmanager
def running(app: Application, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve in a thread, on this machine only (port 0: a free one); gives the address, ``http://127.0.0.1:<port>/``."""
    sockets = bind("127.0.0.1", port, CHOOSE)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(serve_until(stop, app, sockets, tls)), name="hand-in", daemon=True
    )
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{sockets[0].getsockname()[1]}/"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def serve_until(
    stop: asyncio.Event, app: Application, sockets: list[socket], tls: ssl.SSLContext | None = None
) -> None:
    """Serve on ``sockets`` until ``stop`` is set; what is being answered then is finished first."""
    # Tornado's own lines about odd bytes name the address that they came from.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = BoundedServer(
        app,
        xheaders=app.settings["behind_proxy"],
        ssl_options=tls,
        max_body_size=SMALL_BODY,
        body_timeout=PATIENCE,
        idle_connection_timeout=PROXYS_PATIENCE if app.settings["behind_proxy"] else PATIENCE,
    )
    server.add_sockets(sockets)
    await stop.wait()
    server.stop()
    await server.close_all_connections()
    app.settings["inbox"].close()


async def _run(threads: ThreadPoolExecutor, work: Callable, *arguments: object) -> object:
    return await IOLoop.current().run_in_executor(threads, work, *arguments)


def _log_request(handler: RequestHandler) -> None:
    """One line per request: no address, no cookie, no body, and no path that a code may have been typed into."""
    status = handler.get_status()
    path = handler.request.path if status < 400 else f"({type(handler).__name__})"
    milliseconds = 1000 * handler.request.request_time()
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "%s %s %d %.0f ms", handler.request.method, path, status, milliseconds)
