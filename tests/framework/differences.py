"""The known differences between the registry and the framework, each with its reason.

A row of REWRITES turns a request into one that the framework answers as the registry answers the
first. A row of REFUSALS names what the registry refuses besides, as places and types; one of BODIES
a body that it refuses as a whole. Rows of pydantic 1 are of the migration guide or the conversion
table of pydantic 2, and hold no more where the framework runs on that, as the platform does.
"""

import json
import re

import pydantic

PYDANTIC_1 = pydantic.VERSION.startswith("1.")
REWRITES, REFUSALS, BODIES = {}, {}, {}


def row(table, why, holds=True):
    """Put a function into a table, if it holds."""

    def put(function):
        if holds:
            table[why] = function
        return function

    return put


# What pydantic 2 calls the types of pydantic 1.
TYPES = {
    "value_error.missing": "missing",
    "value_error.jsondecode": "json_invalid",
    "type_error.enum": "enum",
    "type_error.str": "string_type",
    "type_error.dict": "dict_type",
    "type_error.integer": "int_parsing",
    "value_error.number.not_ge": "greater_than_equal",
    "value_error.number.not_le": "less_than_equal",
}


def type_in_pydantic_2(place, kind):
    if kind == "type_error.none.not_allowed":  # null has no type of its own any more
        return "enum" if place[-1] == "model_type" else "string_type"
    if kind == "type_error.dict" and place == ("body",):
        return "model_attributes_type"
    return TYPES.get(kind, kind)


# --- What the request says --------------------------------------------------------------


class Json:
    """A text as the registry reads it, and as Python does."""

    def __init__(self, text):
        self.repeated, self.lax, self.error = set(), False, None
        try:
            self.value = json.loads(
                text, object_pairs_hook=self._object, parse_constant=self._constant
            )
        except ValueError as error:
            self.value, self.error = None, error

    def _object(self, pairs):
        names = [name for name, _ in pairs]
        self.repeated |= {name for name in names if names.count(name) > 1}
        return dict(pairs)

    def _constant(self, name):
        self.lax = True
        return 0.0


def fields_of(request):
    """The members of the body and the kind of each that is known; none if it is no object."""
    if not request.model or request.other_content_type():
        return {}, {}
    value = Json(request.body).value
    return (value, request.kinds()) if isinstance(value, dict) else ({}, request.kinds())


def has_nul(value):
    if isinstance(value, dict):
        return any(map(has_nul, value)) or any(map(has_nul, value.values()))
    if isinstance(value, list):
        return any(map(has_nul, value))
    return isinstance(value, str) and "\0" in value


def makes_a_dict(value):
    try:
        dict(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, dict)


# --- pydantic 1 -------------------------------------------------------------------------


@row(REFUSALS, "pydantic 1 turns a number or a boolean into a text", PYDANTIC_1)
def number_for_a_text(request):
    fields, kinds = fields_of(request)
    return [
        (("body", name), "string_type")
        for name, kind in kinds.items()
        if kind is str and isinstance(fields.get(name), (int, float))
    ]


@row(REFUSALS, "pydantic 1 makes an object of a list of pairs, and of nothing", PYDANTIC_1)
def pairs_for_an_object(request):
    fields, kinds = fields_of(request)
    return [
        (("body", name), "dict_type")
        for name, kind in kinds.items()
        if kind is dict and makes_a_dict(fields.get(name))
    ]


@row(BODIES, "pydantic 1 makes an object of a body that is a list of pairs, or empty", PYDANTIC_1)
def pairs_for_a_body(request, body):
    return (("body",), "model_attributes_type") if makes_a_dict(body.value) else None


@row(REFUSALS, "pydantic 1 reads the digits of every script", PYDANTIC_1)
def foreign_digits(request):
    return [
        (("query", name), "int_parsing")
        for name, value in dict(request.query).items()
        if name in ("page", "limit") and value.strip().isdecimal() and not value.isascii()
    ]


@row(REWRITES, "pydantic 1 reads no integer with decimals that are zero", PYDANTIC_1)
def zero_decimals(request):
    request.query = [
        (name, re.sub(r"^([ +-]*\d+)\.0+$", r"\1", value) if name in ("page", "limit") else value)
        for name, value in request.query
    ]


# --- What the registry decides ----------------------------------------------------------


@row(REWRITES, "a slash at the end of a path changes nothing; the framework redirects")
def trailing_slash(request):
    if request.path.endswith("/"):
        request.path = request.path[:-1]


@row(REWRITES, "HEAD is GET without the body; the framework knows no HEAD")
def head(request):
    if request.method == "HEAD":
        request.method = "GET"


@row(REWRITES, "a list may be joined by commas, as the platform's client does")
def joined_list(request):
    request.query = [
        (name, element)
        for name, value in request.query
        for element in (value.split(",") if name in ("sort_by", "view") else [value])
    ]


@row(REWRITES, "an encoded slash is a part of its id; the framework's server decodes it first")
def encoded_slash(request):
    request.path = re.sub("%2f", "_", request.path, flags=re.IGNORECASE)


@row(REFUSALS, "null for a required field is refused on PATCH, too")
def null_in_changes(request):
    fields, kinds = fields_of(request)
    types = {"name": "string_type", "model_type": "enum"}
    return [
        (("body", name), kind)
        for name, kind in types.items()
        if request.method == "PATCH" and name in kinds and fields.get(name, "") is None
    ]


@row(REFUSALS, "a name has 1 to 1024 characters, an id 1 to 255 bytes")
def lengths(request):
    fields, kinds = fields_of(request)
    for name, value in fields.items():
        if (
            kinds.get(name) is str
            and isinstance(value, str)
            and (name == "name" or name.endswith("_id"))
        ):
            length, most = (
                (len(value), 1024)
                if name == "name"
                else (len(value.encode("utf-8", "replace")), 255)
            )
            if name != "account_id" and not 0 < length <= most:
                yield ("body", name), "string_too_long" if length else "string_too_short"


@row(REFUSALS, "a text has no NUL")
def nul_in_the_body(request):
    fields, _ = fields_of(request)
    return [
        (("body", name), "json_invalid")
        for name, value in fields.items()
        if has_nul(name) or has_nul(value)
    ]


@row(REFUSALS, "a text of a query is UTF-8 without NUL")
def nul_in_the_query(request):
    return [
        (("query", name), "string_type")
        for name, value in dict(request.query).items()
        if name in request.texts and ("\0" in value or "\udcff" in value)
    ]


@row(REFUSALS, "a page has 64 bits")
def page_of_more_bits(request):
    page = dict(request.query).get("page", "")
    beyond = (
        page.isdecimal()
        and page.isascii()
        and int(page) >= 2**63
        and "page" in request.parameters
    )
    return [(("query", "page"), "less_than_equal")] * beyond


@row(REFUSALS, "an object names no member twice")
def repeated_members(request):
    fields, _ = fields_of(request)
    return [
        (("body", name), "json_invalid") for name in fields if name in Json(request.body).repeated
    ]


@row(BODIES, "neither NaN, Infinity nor half a surrogate pair is JSON; Python's reader takes them")
def not_json_at_all(request, body):
    half = body.error is None and re.search(
        "[\ud800-\udfff]", json.dumps(body.value, ensure_ascii=False)
    )
    return (("body", 0), "json_invalid") if body.lax or half else None
