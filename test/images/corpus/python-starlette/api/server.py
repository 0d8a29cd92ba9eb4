from importlib.util import find_spec

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

NOTES: list[str] = []


async def health(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def notes(request: Request) -> JSONResponse:
    if request.method == "POST":
        NOTES.append((await request.json())["text"])
    return JSONResponse({"notes": NOTES, "pytest": find_spec("pytest") is not None})


api = Starlette(routes=[Route("/health", health), Route("/notes", notes, methods=["GET", "POST"])])
