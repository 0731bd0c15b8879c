"""Random requests, right ones and wrong ones, for every route that the framework declares."""

import collections
import dataclasses
import json
import random
import typing
from urllib.parse import quote, urlencode

import declared_platform as platform
from answering import ACCOUNT
from openapi_test import DOCUMENT

SCHEMAS = DOCUMENT["components"]["schemas"]
FIELDS = sorted(
    {field for schema in SCHEMAS.values() for field in schema.get("properties", ())}
    | {"created_by_user", "display_name"}
)
TEXTS = ("model_type", "model_group_id", "account_id")
QUERY_FIELDS = ("page", "limit", "sort_by", "view", *TEXTS)


@dataclasses.dataclass
class Request:
    method: str
    path: str
    query: list  # of pairs
    body: str
    headers: dict
    model: type = None  # what the body is, if the route wants one
    parameters: tuple = ()  # those of the query that the route knows

    @property
    def texts(self):
        return set(TEXTS) & set(self.parameters)

    def target(self):
        return self.path + "?" + urlencode(self.query, errors="surrogateescape")

    def kinds(self):
        """What each field of the body is: str, dict or an enum, in their order."""
        hints = typing.get_type_hints(self.model)
        return {
            name: (typing.get_args(hint) or (hint,))[0]
            for name, hint in hints.items()
            if not name.startswith("_") and name not in ("model_config", "model_fields")
        }

    def other_content_type(self):
        kind = self.headers.get("content-type", "").partition(";")[0]
        return kind != "" and not (kind.startswith("application/") and kind.endswith("json"))


Route = collections.namedtuple("Route", "method template model parameters")


def routes():
    """What each route wants, by the framework's own declarations."""
    for route in platform.app.routes:
        if not route.path.startswith("/v4/"):
            continue
        hints = typing.get_type_hints(route.endpoint)
        model = next((hint for hint in hints.values() if hint in platform.BODIES), None)
        parameters = {*hints, *(("page", "limit") if platform.Pages in hints.values() else ())}
        for method in sorted(route.methods):
            yield Route(
                method,
                route.path,
                model,
                tuple(
                    name
                    for name in QUERY_FIELDS
                    if name in parameters and f"{{{name}}}" not in route.path
                ),
            )


# fmt: off
TEXT_VALUES = ["x", "", "é", 5, 1.5, 10**40, True, None, [], {}, ["x"], "a\0",
               "a" * 1024, "a" * 1025, "é" * 127, "é" * 128]
OBJECT_VALUES = [{}, {"a": 1}, {"a": 10**40}, [], "", "ab", ["ab"], [["a", 1]], 5, True, None,
                 {"a": ["\0"]}, {"\0": "\0"}, "x\0"]
NUMBERS = ["1", "5", "0", "-1", "10000", "10001", "", "x", "1.0", "2.00", "1.5", "+3", " 4 ", "1_0",
           "1__0", "_1", "٣", "9223372036854775807", "9223372036854775808", "1e2", "0x1", "\0"]
# fmt: on
QUERIES = {
    "page": NUMBERS,
    "limit": NUMBERS,
    "sort_by": ["name", "", "name:asc,id:desc", "id:asc,x", "name:ASC", "status:desc"],
    "view": ["Deployments", "ModelGroup", "Deployments,ModelGroup", "x", "", "deployments"],
    "model_type": ["AGENT", "x", "", "\0"],
    "model_group_id": ["x", "", "\0", "\udcff"],
    "account_id": [ACCOUNT, ACCOUNT, "another", "\0"],
}
WHOLE_BODIES = [
    "",
    "null",
    "[]",
    "5",
    "true",
    '"x"',
    '""',
    "[[]]",
    '[["name", "x"]]',
    '{"name": NaN}',
    "[Infinity]",
    '{"description": "\\ud800"}',
    "x",
    "{",
    "}",
    '{"name": "x",}',
    '{"name" "x"}',
    '{"é": x}',
    "[1, 2",
]


class Maker:
    """Makes requests; the same ones from the same seed."""

    def __init__(self, registry, seed):
        self._random = random.Random(seed)
        self._registry = registry
        self._routes = [route for route in routes() for _ in range(3 if route.model else 1)]
        self._group = registry.create("/v4/model-groups", name="a group")
        platform.known.add(self._group)

    def _chance(self, of):
        return self._random.randrange(of) == 0

    def _value(self, name, kind, spoilt):
        if name == "account_id" and not self._chance(4):
            return ACCOUNT
        if kind not in (str, dict):
            values = SCHEMAS[kind.__name__]["enum"]
            return self._random.choice(
                values + [values[0].lower(), "", 5, None, [], {}, True] * spoilt
            )
        if name == "model_group_id" and not spoilt:
            return self._random.choice([self._group, "nowhere"])
        values = TEXT_VALUES if kind is str else OBJECT_VALUES
        return self._random.choice(values if spoilt else values[:1])

    def _body(self, request):
        if self._chance(8):
            return self._random.choice(WHOLE_BODIES)
        often = 3 if self._chance(2) else 10**6  # half of the bodies are right
        fields = {
            name: self._value(name, kind, self._chance(often))
            for name, kind in request.kinds().items()
            if name in ("name", "model_type", "account_id")
            and not self._chance(often)
            or self._chance(3)
        }
        if self._chance(5):
            name = "unknown" if "display_name" in fields else "display_name"
            fields[name] = self._random.choice([1, 10**40, {}, "x", "\0", [{"\0": 1}]])
        body = json.dumps(fields, ensure_ascii=self._chance(2))
        if self._chance(20):
            return body.replace('"name": "x"', '"name": "x", "name": "x"')
        if self._chance(10):
            place = self._random.randrange(len(body))
            return (
                body[:place]
                + self._random.choice(["", ",", '"', "}", "é", "1"])
                + body[place + 1 :]
            )
        return body

    def _headers(self):
        headers = {"x-api-key": self._random.choice(["good"] * 40 + ["bad", ""])}
        if self._chance(8):
            headers["x-selected-account-id"] = self._random.choice([ACCOUNT, "another", ""])
        if self._chance(4):
            headers["content-type"] = self._random.choice(
                [
                    "application/json",
                    "application/json; charset=utf-8",
                    "application/problem+json",
                    "text/plain",
                    "application/octet-stream",
                ]
            )
        return headers

    def _path(self, route):
        path = self._registry.path_of(route.template, anew=route.method == "DELETE")
        platform.known.update(path.split("/")[3::2])
        if "{" in route.template and self._chance(6):
            segments = path.split("/")
            place = self._random.choice(range(3, len(segments), 2))  # those of ids
            segments[place] = quote(self._random.choice(["x", "a/b", "é", "."]), safe=".")
            return "/".join(segments)
        return path

    def request(self):
        route = self._random.choice(self._routes)
        request = Request(
            route.method, self._path(route), [], "", self._headers(), route.model, route.parameters
        )
        if self._chance(15):
            request.path += "/"
        if self._chance(4) and route.method == "GET":
            request.method = "HEAD"
        if self._chance(30):
            request = dataclasses.replace(
                request,
                method=self._random.choice(["PUT", "OPTIONS", "TRACE"]),
                path="/v4/models",
                model=None,
                parameters=(),
            )
        if self._chance(30):
            request = dataclasses.replace(
                request,
                path=self._random.choice(["/v4", "/", "/v4/modelz", "/v3/models"]),
                model=None,
                parameters=(),
            )
        if request.model:
            request.body = self._body(request)
        for name in request.parameters:
            for _ in range(self._random.choice([0, 0, 1, 1, 2])):
                request.query.append((name, self._random.choice(QUERIES[name])))
        return request

    def sweep(self):
        """A request for each value of an enum, and for each field that a list may be sorted by."""
        right = {"x-api-key": "good"}
        for name, schema in {"model_vendor": "ModelVendor", "model_type": "ModelType"}.items():
            for value in [*SCHEMAS[schema]["enum"], "VERTEX_AI", "NONE"]:
                body = {"name": "x", "model_type": "AGENT", "account_id": ACCOUNT, name: value}
                route = next(route for route in self._routes if route.model is platform.NewModel)
                yield Request("POST", route.template, [], json.dumps(body), right, route.model)
        for path in ("/v4/models", "/v4/model-deployments"):
            for field in FIELDS:
                yield Request("GET", path, [("sort_by", f"{field}:asc")], "", right)
