"""Requests made from the OpenAPI document: such as it admits, and such as it just does not."""

import collections
import functools
import json
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from answering import ACCOUNT
from openapi_test import DOCUMENT, METHODS, resolved

Request = collections.namedtuple("Request", "operation_id path query body content_type selected")
Operation = collections.namedtuple("Operation", "method path declared item")

OPERATIONS = {
    declared["operationId"]: Operation(method, path, declared, item)
    for path, item in DOCUMENT["paths"].items()
    for method, declared in item.items()
    if method in METHODS
}
# fmt: off
KNOWN_KEYWORDS = {
    "$ref", "additionalProperties", "anyOf", "default", "description", "enum", "format", "items",
    "maxLength", "maximum", "minLength", "minimum", "oneOf", "pattern", "properties",
    "propertyNames", "required", "type", "x-max-bytes"}
# fmt: on
FIELDS = {"name": "x", "model_type": "AGENT", "account_id": ACCOUNT}  # the required ones
FIELDS_OF_RECORDS = sorted(
    {
        field
        for schema in DOCUMENT["components"]["schemas"].values()
        for field in [*schema.get("properties", {}), "created_by_user"]
    }
)


def parameters(operation, place):
    declared = operation.declared.get("parameters", []) + operation.item.get("parameters", [])
    return {
        parameter["name"]: resolved(parameter["schema"])
        for parameter in map(resolved, declared)
        if parameter["in"] == place
    }


def body_schema(operation):
    body = operation.declared.get("requestBody")
    return resolved(body["content"]["application/json"]["schema"]) if body else {}


def keywords(schema):
    """The keywords of the schema of a request; a validator ignores one that it does not know."""
    yield from schema
    for inner in [
        *schema.get("properties", {}).values(),
        *schema.get("oneOf", []),
        *([schema["items"]] if "items" in schema else []),
    ]:
        yield from keywords(resolved(inner))


def edges(schema):
    """Values just within and just beyond each limit of a schema."""
    for alternative in schema.get("oneOf", []):
        yield from edges(resolved(alternative))
    kind = schema.get("type")
    if "enum" in schema:
        yield from [*schema["enum"], schema["enum"][0].lower(), schema["enum"][0] + " "]
    elif "(" in schema.get("pattern", ""):  # a sort key
        yield from (
            f"{field}:{order}" for field in FIELDS_OF_RECORDS for order in ("asc", "desc", "up")
        )
        yield from ["", "name", "name:", ":asc", "name:asc\n", " name:asc", "name:ASC"]
    elif kind == "string":
        yield from ["", "a", "a\0", "\0", "\n", "é\U0001f600"]
        if "maxLength" in schema:
            most = schema["maxLength"]
            wide = schema.get("x-max-bytes", 2 * most) // 2
            yield from ["a" * most, "a" * (most + 1), "é" * wide, "é" * (wide + 1)]
    elif kind == "integer":
        for limit in ("minimum", "maximum"):
            yield from [schema[limit] - 1, schema[limit], schema[limit] + 1]
    elif kind == "array":
        yield from ([edge] for edge in edges(resolved(schema["items"])))
    elif kind == "object":
        yield from [{}, {"a": {"b": None}}, {"": [1, "é"]}]
    elif kind == "null":
        yield None


def once(make):
    """Make the strategy of a schema once: that takes longer than drawing from it."""
    made = {}

    def strategy(schema):
        if id(schema) not in made:
            made[id(schema)] = make(schema)
        return made[id(schema)]

    return strategy


HUGE = "1e400"  # a number that Python has no other spelling for
numbers = (
    st.integers(-(2**63), 2**64)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([10**40, HUGE])
)
anything = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
# fmt: off
odd = anything | st.sampled_from(
    [True, 0, 1.5, 10**40, HUGE, "", "x", "\0", [], ["x"], {}, {"x": "\0"}, {"\0": "\0"},
     {"x": [{"y": "a\0"}]}])
# fmt: on


@once
def near(schema):
    return st.sampled_from([edge for edge in edges(schema) if len(json.dumps(edge)) < 5000] or [""])


@once
def wanted(schema):
    """Values of the kind that a schema wants; it admits most of them."""
    if "oneOf" in schema:
        return st.one_of([wanted(resolved(alternative)) for alternative in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "(" in schema.get("pattern", ""):
        return st.from_regex(schema["pattern"], fullmatch=True)
    return {
        "string": lambda: st.text(min_size=1, max_size=300) | near(schema),
        "integer": lambda: st.integers(1, 20) | near(schema),
        "array": lambda: st.lists(wanted(resolved(schema["items"])), max_size=3),
        "object": lambda: st.dictionaries(st.text(max_size=5), anything, max_size=3),
        "null": st.none,
    }[schema["type"]]()


@once
def spoiling(schema):
    return st.one_of(wanted(schema), near(schema), odd)


@st.composite
def chosen_fields(draw, schemas, spoilt):
    """Values for some of the fields."""
    fields = {
        name: draw((spoiling if spoilt else wanted)(resolved(schema)))
        for name, schema in schemas.items()
        if draw(st.integers(0, 2))
    }
    if "account_id" in fields and draw(st.integers(0, 4)):
        fields["account_id"] = ACCOUNT
    return fields


@st.composite
def bodies(draw, schema, spoilt):
    """The text of a body; none at all is one, too."""
    if spoilt and draw(st.integers(0, 9)) == 0:
        return draw(
            st.sampled_from(["", "null", "[]", "5", '"x"', "{", '{"name": "x",}', "x", "[{}]"])
        )
    body = draw(chosen_fields(schema["properties"], spoilt))
    if not spoilt:
        body = {**{name: FIELDS[name] for name in schema.get("required", [])}, **body}
    if draw(st.integers(0, 3)) == 0:
        body[draw(st.text(max_size=5))] = draw(odd if spoilt else anything)
    return json.dumps(body, ensure_ascii=draw(st.booleans())).replace(f'"{HUGE}"', HUGE)


def query_text(fields, joined=False):
    """The spelling of a query; a list is spelt in one of the two ways."""
    pairs = []
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        values = [value if isinstance(value, str) else json.dumps(value) for value in values]
        pairs += [(name, value) for value in ([",".join(values)] if joined and values else values)]
    return urlencode(pairs)


@functools.lru_cache(maxsize=None)
def paths(operation_id):
    """The template, for the ids of records, or a path with ids of nothing."""
    operation = OPERATIONS[operation_id]
    ids = {
        name: st.text(min_size=1, max_size=300).map(lambda text: quote(text, safe=""))
        for name in parameters(operation, "path")
    }
    return st.just(operation.path) | st.fixed_dictionaries(ids).map(
        lambda ids: operation.path.format(**ids)
    )


@st.composite
def requests(draw):
    operation_id = draw(st.sampled_from(list(OPERATIONS)))
    operation = OPERATIONS[operation_id]
    spoilt = draw(st.booleans())
    schema = body_schema(operation)
    return Request(
        operation_id,
        draw(paths(operation_id)),
        query_text(
            draw(chosen_fields(parameters(operation, "query"), spoilt)), draw(st.booleans())
        ),
        draw(bodies(schema, spoilt)) if schema else "",
        draw(
            st.sampled_from(
                [None] * 6
                + ["application/json", "application/json; charset=utf-8"]
                + ["text/plain"] * spoilt
            )
        ),
        draw(st.sampled_from([None] * 8 + [ACCOUNT, "another"])),
    )


def edge_requests():
    """A request for each edge of each parameter and of each field."""
    for operation_id, operation in OPERATIONS.items():

        def request(query="", body="", identifier=operation_id, path=operation.path):
            return Request(identifier, path, query, body, None, None)

        for name, schema in parameters(operation, "query").items():
            yield from (request(query=query_text({name: edge})) for edge in edges(schema))
        schema = body_schema(operation)
        least = {name: FIELDS[name] for name in schema.get("required", [])}
        for name, inner in schema.get("properties", {}).items():
            for edge in [*edges(resolved(inner)), True, 5, []]:
                yield request(body=json.dumps({**least, name: edge}, ensure_ascii=False))
        for name in least:
            yield request(
                body=json.dumps({other: least[other] for other in least if other != name})
            )
