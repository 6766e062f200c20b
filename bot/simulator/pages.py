"""The web chat's files, served as they are.

It must never fill in a template: the page gets all it shows from the control interface. Nor may the page ask
anything of another machine; its Content-Security-Policy says so to the browser.
"""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
}


async def index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(FOLDER / "index.html", headers=HEADERS)


async def asset(request: web.Request) -> web.StreamResponse:
    """One file of the folder; its name has no slash, so nothing else can be reached."""
    file = FOLDER / request.match_info["name"]
    if not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers=HEADERS)


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", index)
    app.router.add_get("/page/{name:[a-z]+\\.[a-z]+}", asset)
