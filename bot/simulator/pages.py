"""The web chat's files, served as they are.

It must never fill in a template: the page gets all it shows from the control interface.
"""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"


async def index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(FOLDER / "index.html", headers={"Cache-Control": "no-cache"})


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", index)
    app.router.add_static("/page", FOLDER)
