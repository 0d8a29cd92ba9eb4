import os
import shutil
import sys
from importlib.util import find_spec

from fastapi import FastAPI
from pydantic import BaseModel

from .prices import price_of

app = FastAPI(title="Orders")


class Order(BaseModel):
    article: str
    count: int = 1


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/orders")
def order(order: Order) -> dict[str, int]:
    return {"price": price_of(order.article) * order.count}


@app.get("/about")
def about() -> dict[str, object]:
    return {
        "user": os.getuid(),
        "files": sorted(os.listdir(".")),
        "tools": [name for name in ("uv", "gcc", "make") if shutil.which(name)],
        "pytest": find_spec("pytest") is not None,
        "pip": find_spec("pip") is not None,
        "uncompiled": sorted(
            name
            for name, module in list(sys.modules.items())
            if (file := getattr(module, "__cached__", None)) and not os.path.exists(file)
        ),
    }
