import _cffi_backend
import falcon
import orjson


class Health:
    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        response.text = "ok"


class Events:
    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        response.content_type = falcon.MEDIA_JSON
        response.data = orjson.dumps({"native": orjson.__version__ != "", "cffi": _cffi_backend.__version__ != ""})


def create_app() -> falcon.App:
    app = falcon.App()
    app.add_route("/health", Health())
    app.add_route("/events", Events())
    return app
