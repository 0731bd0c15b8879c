"""Holds the registry against requests that are made from the OpenAPI document: one that the
document refuses is refused, with the place of each fault, and one that it admits is not refused for
its form.

    generated_requests_test.py MODELREG
"""

import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

try:
    from hypothesis import HealthCheck, given, settings
except ImportError:
    print("skipped: this needs python3-hypothesis")
    sys.exit(77)

from answering import ACCOUNT, Registry
from generated_requests import (
    KNOWN_KEYWORDS,
    OPERATIONS,
    body_schema,
    edge_requests,
    keywords,
    parameters,
    requests,
)
from openapi_test import EDITION, body_faults, query_faults

counts = collections.Counter()


def faults_in_body(request, operation):
    if "requestBody" not in operation.declared:
        return set()
    if not request.body or (request.content_type or "").startswith("text/"):
        return {("body",)}
    try:
        return {
            ("body", name) if name else ("body",)
            for name in body_faults(operation.declared, request.body)
        }
    except ValueError:
        return {("body", "no JSON")}


def document_faults(request, operation):
    """The places that the document finds at fault."""
    return faults_in_body(request, operation) | {
        ("query", name) for name in query_faults(operation.declared, operation.item, request.query)
    }


def refused_places(detail):
    """The places that a 422 names, without the indices in lists."""
    return {
        ("body", "no JSON")
        if fault["loc"][0] == "body" and isinstance(fault["loc"][-1], int)
        else tuple(fault["loc"][:2])
        for fault in detail
    }


def wrong_with(request, places, status, answer):
    """What is wrong with the answer to a request with faults there; nothing if it is right."""
    # Of an account_id that can be no account's, nothing is said but that it is not the key's.
    accounts = {place for place in places if place[-1] == "account_id"}
    if request.selected not in (None, ACCOUNT):
        return None if status == 403 else "it is for another account"
    if status == 403:
        return None if places == accounts else f"at fault is {places}"
    if not places:
        known_route = answer != {"detail": "Not Found"}
        return None if status in (200, 404) and known_route else "the document admits it"
    if status != 422:
        return f"the document refuses {places}"
    named = [tuple(fault["loc"]) for fault in answer["detail"]]
    if len(named) != len(set(named)):
        return "a place is named twice"
    found = refused_places(answer["detail"])
    return None if places - accounts <= found <= places else f"at fault is {places}"


def check(registry, request):
    operation = OPERATIONS[request.operation_id]
    path = registry.path_of(request.path, anew=operation.method == "delete")
    headers = {"content-type": request.content_type, "x-selected-account-id": request.selected}
    status, answer = registry.answer(
        operation.method.upper(),
        path + "?" + request.query,
        request.body,
        {name: value for name, value in headers.items() if value is not None},
    )
    places = document_faults(request, operation)
    counts["refuses" if places else "admits"] += 1
    counts[request.operation_id, status] += 1
    fault = wrong_with(request, places, status, answer)
    shown = [str(part)[:300] for part in request]
    assert fault is None, f"{shown} is answered with {status} {str(answer)[:500]}, but {fault}"


@settings(
    max_examples=2500,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(request=requests())
def check_generated(registry, request):
    check(registry, request)


def main(command):
    for operation in OPERATIONS.values():
        for schema in [body_schema(operation), *parameters(operation, "query").values()]:
            unknown = set(keywords(schema)) - KNOWN_KEYWORDS
            assert not unknown, f"no request tries {unknown}"
    registry = Registry(command, "--edition", EDITION)
    for request in edge_requests():
        check(registry, request)
    check_generated(
        Registry(command, "--edition", EDITION)
    )  # another one, without the largest texts
    unseen = [name for name in OPERATIONS if not counts[name, 200]]
    assert not unseen, f"{unseen} was never seen to succeed"
    assert min(counts["admits"], counts["refuses"]) >= 1000, counts
    total = counts["admits"] + counts["refuses"]
    print(f"of {total} requests the document refuses {counts['refuses']}")


if __name__ == "__main__":
    main(sys.argv[1])
