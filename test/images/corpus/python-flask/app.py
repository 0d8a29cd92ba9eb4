import os
import sys

from flask import Flask, render_template, request


def create_app() -> Flask:
    app = Flask(__name__)

    @app.get("/health")
    def health():
        return {"status": "ok"}

    @app.get("/")
    def page():
        return render_template("page.html", name=request.args.get("name", "you"))

    @app.get("/about")
    def about():
        return {
            "user": os.getuid(),
            "server": request.environ["SERVER_SOFTWARE"].split("/")[0],
            "threads": request.environ["wsgi.multithread"],
            "uncompiled": sorted(
                name
                for name, module in list(sys.modules.items())
                if (file := getattr(module, "__cached__", None)) and not os.path.exists(file)
            ),
        }

    return app
