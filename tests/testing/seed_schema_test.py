#!/usr/bin/env python3
"""The schema of seeds takes the seeds that the kit takes, and refuses those that it refuses."""

import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).parent.parent.parent
SEEDS = ROOT / "tests" / "data" / "seeds"


def fields_in(header, struct):
    """The fields of a public struct."""
    text = (ROOT / "include" / "modelreg" / header).read_text()
    body = re.search(r"struct " + struct + r" \{(.*?)\n\};", text, re.DOTALL)[1]
    return set(re.findall(r"(\w+) = \{\};", re.sub(r"//[^\n]*", "", body)))


def spellings_in(header):
    return set(re.findall(r'::\w+, "(\w+)"\}', (ROOT / "include" / "modelreg" / header).read_text()))


def faults(schema):
    """What is not as it must be."""
    validator = jsonschema.Draft202012Validator(schema)
    for folder, wanted in (("good", True), ("bad", False)):
        files = sorted((SEEDS / folder).glob("*.json"))
        if not files:
            yield f"there are no seeds in {folder}"
        for file in files:
            found = validator.is_valid(json.loads(file.read_text()))
            if found != wanted:
                yield f"{folder}/{file.name}: valid is {found}"
    definitions = schema["$defs"]
    for name, header, struct in (("group", "model_group.hpp", "NewModelGroup"),
                                 ("model", "model_instance.hpp", "NewModelInstance"),
                                 ("deployment", "model_deployment.hpp", "NewModelDeployment")):
        missing = fields_in(header, struct) - set(definitions[name]["properties"]) - {"model_group_id"}
        if missing:
            yield f"{name} lacks {sorted(missing)}"
    for field, header in (("model_type", "model_type.hpp"), ("model_vendor", "model_vendor.hpp")):
        values = set(definitions["model"]["properties"][field]["enum"]) - {None}
        if values != spellings_in(header):
            yield f"{field}: {sorted(values ^ spellings_in(header))}"


def main():
    schema = json.loads((ROOT / "schema" / "seed.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    found = list(faults(schema))
    print("\n".join(found) or "the schema is that of the kit")
    sys.exit(1 if found else 0)


main()
