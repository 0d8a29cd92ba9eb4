import json
import os
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.resources import files

from waitress import serve

import weather


def answer(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json")])
    if environ["PATH_INFO"] == "/health":
        return [b"{}"]
    towns = json.loads(files(weather).joinpath("towns.json").read_text())
    about = {"version": version("weather"), "towns": towns, "module": weather.__file__, "files": os.listdir(".")}
    return [json.dumps(about).encode()]


def main() -> None:
    serve(answer, listen=f"*:{os.environ.get('PORT', '8080')}")
