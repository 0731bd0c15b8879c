"""Holds the registry's answers against those of the platform's framework: the status of each random
request, and the place and type of each fault. What differs and is in no row of differences.py
fails, and so does a row that explains nothing.

    framework_test.py MODELREG
"""

import collections
import copy
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

try:
    import declared_platform as platform
except ImportError as error:
    print(f"skipped: this needs python3-fastapi ({error})")
    sys.exit(77)

from answering import Registry
from differences import BODIES, REFUSALS, REWRITES, Json, type_in_pydantic_2
from openapi_test import EDITION
from random_requests import QUERY_FIELDS, Maker

REQUESTS = 2000
explained = collections.Counter()


def faults(status, answer):
    """The places that a 422 names, and the types of the faults there."""
    if status != 422 or answer is None:
        return []
    found = [(tuple(fault["loc"]), fault["type"]) for fault in answer["detail"]]
    return [(place, type_in_pydantic_2(place, kind)) for place, kind in found]


def same_faults(found, wanted, body):
    """Whether both name the same faults. Within a word, a number or a text that breaks a body, the
    framework names where that begins, and counts characters; the registry names the byte."""
    places = [
        place
        for place, kind in found + wanted
        if kind == "json_invalid" and isinstance(place[-1], int)
    ]
    if len(found) == len(wanted) == 1 and len(places) == 2:
        (_, byte), (_, character) = places
        explained["a body that is no JSON is refused at the byte that breaks it"] += (
            byte != character
        )
        return byte >= len(body[:character].encode("utf-8", "surrogatepass"))
    return found == wanted


def in_order(found, request):
    """Each place once, in the order of the fields."""
    order = [*(request.kinds() if request.model else ()), *QUERY_FIELDS]
    places = {}
    for place, kind in found:
        places.setdefault(place, kind)
    return sorted(
        places.items(),
        key=lambda fault: (
            order.index(fault[0][1]) if len(fault[0]) > 1 and fault[0][1] in order else len(order),
            fault[0][2:],
        ),
    )


def rewritten(request):
    request = copy.deepcopy(request)
    for why, rewrite in REWRITES.items():
        before = request.method, request.target()
        rewrite(request)
        explained[why] += before != (request.method, request.target())
    return request


def expected(request):
    """The status and the faults that the framework answers, with the differences of the tables."""
    changed = rewritten(request)
    asked = platform.answer(changed.method, changed.target(), changed.body, changed.headers)
    status, found = asked[0], faults(*asked)
    refused = platform.refuses_caller(request.headers)
    if refused and status not in (404, 405):
        explained["who asks is looked at first"] += status != refused
        return refused, []
    if request.model and request.body and not request.other_content_type():
        body = Json(request.body)
        for why, refuses in BODIES.items():
            if fault := refuses(request, body):
                explained[why] += 1
                return 422, [fault]
    if found and (found[0][0] == ("body",) or found[0][1] == "json_invalid"):
        return status, found
    for why, refuses in REFUSALS.items():
        more = list(refuses(request))
        explained[why] += bool(set(dict(more)) - set(dict(found)))
        found += more
    return (422 if found else status), in_order(found, request)


def main(command):
    registry = Registry(command, "--edition", EDITION)
    maker = Maker(registry, seed=20)
    statuses, differences = collections.Counter(), []
    for request in [*maker.sweep(), *(maker.request() for _ in range(REQUESTS))]:
        wanted = expected(request)
        headers = {**request.headers}
        if headers["x-api-key"] == "good":
            headers["x-api-key"] = registry.key
        answer = registry.answer(request.method, request.target(), request.body, headers)
        got = answer[0], (faults(*answer) if request.method != "HEAD" else wanted[1])
        statuses[got[0]] += 1
        if got[0] != wanted[0] or not same_faults(got[1], wanted[1], request.body):
            differences.append(
                f"{request.method} {request.target()} {request.headers} {request.body[:400]}\n"
                f"  is answered with {got},\n  and by the framework with {wanted}"
            )
    idle = [why for table in (REWRITES, REFUSALS, BODIES) for why in table if not explained[why]]
    for why in idle:
        differences.append(f"nothing is explained by: {why}")
    print(
        "\n".join(differences[:20])
        or f"{statuses.total()} requests: {dict(sorted(statuses.items()))}"
    )
    print("\n".join(f"{count:5} {why}" for why, count in explained.items()))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
