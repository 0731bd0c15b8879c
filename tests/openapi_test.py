"""Holds the OpenAPI document, and every request and answer of the suite against it.

    MODELREG_EDITION=documented|current openapi_test.py EXCHANGES_FOLDER
"""

import json
import os
import pathlib
import re
import sys
from urllib.parse import parse_qsl, unquote

import jsonpatch
from jsonschema import Draft202012Validator, FormatChecker, RefResolver, ValidationError, validators

SCHEMA = pathlib.Path(__file__).parent.parent / "schema"
EDITION = os.environ.get("MODELREG_EDITION", "documented")
DOCUMENT = json.loads((SCHEMA / "openapi.json").read_text())
if EDITION != "documented":  # a patch of the other (RFC 6902)
    DOCUMENT = jsonpatch.apply_patch(DOCUMENT, (SCHEMA / f"openapi.{EDITION}.json").read_text())
RESOLVER = RefResolver("", DOCUMENT)
METHODS = {"get", "post", "patch", "delete"}

# The shape of an OpenAPI 3.1 document, as far as this one uses it.
SHAPE = {
    "type": "object",
    "required": ["openapi", "info", "servers", "paths", "components", "security"],
    "properties": {
        "openapi": {"const": "3.1.0"},
        "info": {"type": "object", "required": ["title", "version", "license"]},
        "servers": {"type": "array", "minItems": 1},
        "paths": {
            "type": "object",
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "type": "object",
                "properties": {"parameters": {"$ref": "#/$defs/parameters"}},
                "additionalProperties": {"$ref": "#/$defs/operation"},
            },
        },
    },
    "additionalProperties": False,
    "patternProperties": {"^(components|security)$": {}},
    "$defs": {
        "reference": {"type": "object", "required": ["$ref"], "additionalProperties": False,
                      "properties": {"$ref": {"type": "string", "pattern": "^#/components/"}}},
        "parameters": {"type": "array", "items": {"$ref": "#/$defs/reference"}},
        "operation": {
            "type": "object",
            "required": ["operationId", "summary", "responses"],
            "properties": {
                "operationId": {"type": "string", "pattern": "^[a-z_]+$"},
                "summary": {"type": "string", "minLength": 1},
                "parameters": {"$ref": "#/$defs/parameters"},
                "requestBody": {"type": "object", "required": ["content"]},
                "responses": {
                    "type": "object", "required": ["200", "401", "403"],
                    "propertyNames": {"pattern": "^[2-5][0-9][0-9]$"},
                },
            },
            "additionalProperties": False,
        },
    },
}


def max_bytes(_, most, text, __):
    """The keyword x-max-bytes: JSON Schema's own counts characters."""
    if isinstance(text, str) and len(text.encode("utf-8", "surrogatepass")) > most:
        yield ValidationError(f"has more than {most} bytes")


def pattern(_, wanted, text, __):
    """As ECMA-262 has it, and so JSON Schema: a dollar sign is the end, and no line break before it."""
    if isinstance(text, str) and not re.search(re.sub(r"\$$", r"\\Z", wanted), text):
        yield ValidationError(f"does not match {wanted}")


Validator = validators.extend(Draft202012Validator, {"x-max-bytes": max_bytes, "pattern": pattern})


def resolved(node):
    while "$ref" in node:
        node = RESOLVER.resolve(node["$ref"])[1]
    return node


def validator(schema):
    return Validator(schema, resolver=RESOLVER, format_checker=FormatChecker())


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def check_document():
    faults = [f"{'/'.join(map(str, e.path))}: {e.message}"
              for e in Draft202012Validator(SHAPE).iter_errors(DOCUMENT)]
    operations = []
    used = set(references(DOCUMENT))
    for reference in used:
        RESOLVER.resolve(reference)
    for kind, components in DOCUMENT["components"].items():
        for name, component in components.items():
            if kind != "securitySchemes" and f"#/components/{kind}/{name}" not in used:
                faults.append(f"{kind}/{name} is not used")
            if kind == "schemas":
                Draft202012Validator.check_schema(component)
            if kind == "parameters":
                Draft202012Validator.check_schema(component["schema"])
    for path, item in DOCUMENT["paths"].items():
        shared = [resolved(p) for p in item.get("parameters", [])]
        in_path = {p["name"] for p in shared if p["in"] == "path"}
        if in_path != set(re.findall(r"{(\w+)}", path)):
            faults.append(f"{path} does not declare its parameters")
        operations += [o["operationId"] for m, o in item.items() if m in METHODS]
    if len(operations) != len(set(operations)):
        faults.append("an operationId is not unique")
    return faults, len(operations)


def find_route(path):
    """The template of a path, and its item; none if the document has no such path."""
    segments = path[1:].split("/") if path.startswith("/") else [""]
    if len(segments) > 1 and segments[-1] == "":
        segments.pop()
    for template, item in DOCUMENT["paths"].items():
        parts = template[1:].split("/")
        if len(parts) == len(segments) and all(
                part == unquote(segment) or (part.startswith("{") and segment)
                for part, segment in zip(parts, segments)):
            return template, item
    return None, None


def integer(text):
    """What the platform's framework takes a text for: an integer, or the text as it is."""
    spelt = re.fullmatch(r"[ \t\n\v\f\r]*([+-]?[0-9]+(?:_[0-9]+)*)(?:\.0+)?[ \t\n\v\f\r]*", text)
    return int(spelt[1]) if spelt else text


def query_faults(operation, item, query):
    """The names of the parameters that the document refuses; a query that is no UTF-8 has none."""
    given = parse_qsl(query, keep_blank_values=True, errors="strict")
    for parameter in map(resolved, operation.get("parameters", []) + item.get("parameters", [])):
        values = [value for name, value in given if name == parameter["name"]]
        if parameter["in"] != "query" or not values:
            continue
        schema = resolved(parameter["schema"])
        if schema["type"] == "integer":
            value = integer(values[-1])
        elif schema["type"] == "array":  # both spellings of a list
            value = [element for joined in values for element in joined.split(",")]
        else:
            value = values[-1]
        if not validator(schema).is_valid(value):
            yield parameter["name"]


def query_is_valid(operation, item, query):
    try:
        return not any(query_faults(operation, item, query))
    except UnicodeDecodeError:
        return False


def body_faults(operation, body):
    """The fields of a body that the document refuses; "" is the body as a whole."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for error in validator(schema).iter_errors(json.loads(body)):
        if error.validator == "required":  # one for each that is missing
            yield next(name for name in error.validator_value if repr(name) in error.message)
        elif error.schema_path[0] == "propertyNames":
            yield error.instance
        else:
            yield error.path[0] if error.path else ""


def body_is_valid(operation, body):
    if "requestBody" not in operation:
        return True
    if body is None:  # it was no UTF-8
        return False
    try:
        return not any(True for _ in body_faults(operation, body))
    except ValueError:
        return False


def breaks_a_rule_of_json(detail):
    """Whether a refusal is one of those that no schema can express: duplicate keys, depth, size, and
    strict mode."""
    return any(fault["type"] in ("json_invalid", "extra_forbidden") or fault["loc"] == ["body"]
               for fault in detail if isinstance(fault, dict))


def check_exchange(exchange):
    """What is wrong with one request and its answer; nothing if they fit the document."""
    method, status, body = exchange["method"], exchange["status"], exchange["body"]
    if exchange["headers"].get("content-type") != "application/json":
        return "the answer has no content-type: application/json"
    path, _, query = exchange["target"].partition("?")
    template, item = find_route(path)
    wanted = "get" if method == "HEAD" else method.lower() if method.isupper() else ""
    if template is None or (wanted not in METHODS) or wanted not in item:
        expected = 404 if template is None else 405
        if status != expected:
            return f"the document has no such route, and the answer is {status}"
        schema, operation = {"$ref": "#/components/schemas/Detail"}, None
    else:
        operation = item[wanted]
        if str(status) not in operation["responses"]:
            return f"{status} is no answer of {operation['operationId']}"
        schema = resolved(operation["responses"][str(status)])["content"]["application/json"]["schema"]
    if method == "HEAD":
        return "HEAD has a body" if body else None
    errors = list(validator(schema).iter_errors(json.loads(body)))
    if errors:
        return f"the answer does not fit: {errors[0].message}"
    if operation and status == 422:
        accepted = (query_is_valid(operation, item, query)
                    and body_is_valid(operation, exchange["request_body"]))
        if accepted and not breaks_a_rule_of_json(json.loads(body)["detail"]):
            return "the document accepts what was refused"
    if operation and status == 200:
        if not query_is_valid(operation, item, query):
            return "the document refuses the query that was accepted"
        if not body_is_valid(operation, exchange["request_body"]):
            return "the document refuses the body that was accepted"
    return None


def main(folder):
    faults, operation_count = check_document()
    exchanges, seen = 0, set()
    for path in sorted(pathlib.Path(folder).glob("*.ndjson")):
        for line in path.read_text().splitlines():
            exchange = json.loads(line)
            if exchange["edition"] != EDITION:
                continue
            exchanges += 1
            fault = check_exchange(exchange)
            if fault:
                faults.append(f"{exchange['method']} {exchange['target'][:200]} "
                              f"{str(exchange['request_body'])[:200]}: {fault}")
            template, item = find_route(exchange["target"].partition("?")[0])
            operation = (item or {}).get(exchange["method"].lower())
            if operation and exchange["status"] == 200:
                seen.add(operation["operationId"])
    if not exchanges:
        faults.append(f"there is no exchange of the edition {EDITION}")
    if EDITION == "documented" and len(seen) != operation_count:
        faults.append(f"only {len(seen)} of {operation_count} operations were seen to succeed")
    print("\n".join(faults[:50]) or f"{exchanges} requests and their answers fit the document")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
