"""Counts the instructions of the workloads in memory, and prints what each costs beside the same work
written by hand.

    report.py BUILD_FOLDER TIMES_JSON RESULTS_JSON
"""

import json
import re
import statistics
import subprocess
import sys

# What is compared with what, by which figure, and the ratio that the library must reach.
# For work in memory the instructions decide: they repeat within two per cent on a busy machine.
ROWS = [
    ("add, C++ values, against its own statements by hand", "add", "add/F2", 1.15),
    ("add, request to JSON, against the obvious C program", "add to JSON", "add to JSON/F1", 0.80),
    ("add, request to JSON, against idiomatic SQLiteCpp", "add to JSON", "add to JSON/idiomatic",
     0.12),
    ("add to the same group, to JSON, against the obvious add", "add again", "add to JSON/F1", 0.40),
    ("get, to JSON, against a SELECT of inline columns", "get", "get/F1", 0.80),
    ("page of 100, to JSON, against the same inline page", "page", "page/F1", 0.70),
    ("last page of ten, against the first", "last page", "page", 10),
    ("create, against an INSERT without constraints", "create", "create/unchecked INSERT", 2.0),
    ("fresh registry, against running the DDL", "fresh registry", "fresh registry/DDL", 0.40),
    ("fresh registry and add, against the DDL by hand", "fresh registry and add",
     "fresh registry and add/DDL", 0.65),
    ("reset and add, against a fresh registry by hand", "reset and add",
     "fresh registry and add/DDL", 0.10),
    ("durable add, against its own statements by hand", "durable add", "durable add/F2", 1.15),
    ("last page of 100,000 with its total, against the first", "last page of 100,000",
     "first page of 100,000", 10),
    ("a walk over 100,000, per record, against one over 1,000", "walk over 100,000",
     "walk over 1,000", 2.0),
    ("growth of get from 1,000 to 100,000", "get of 100,000", "get of 1,000", 3),
    ("an add in a batch of 1,000, against a durable add", "batch of 1,000 adds", "durable add", 0.10),
]
REPETITIONS = {"page": (5, 25), "last page": (5, 25), "page in the middle": (5, 25),
               "fresh registry": (10, 60), "fresh registry/DDL": (10, 60),
               "fresh registry and add": (10, 60), "fresh registry and add/DDL": (10, 60),
               "add to JSON/idiomatic": (10, 60)}
# Compared by their time: what a disk or a cache costs is no instruction.
BY_TIME = {"durable add", "durable add/F2", "batch of 1,000 adds", "first page of 100,000",
           "last page of 100,000", "walk over 100,000", "walk over 1,000", "get of 100,000",
           "get of 1,000"}
# Workloads of many calls each.
PER_CALL = {"batch of 1,000 adds": 1000, "walk over 1,000": 1000, "walk over 100,000": 100_000}


def run_under_valgrind(program, name, times):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, str(times)],
        capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def instructions_of(program, name):
    fewer, more = REPETITIONS.get(name, (100, 500))
    return (run_under_valgrind(program, name, more) - run_under_valgrind(program, name, fewer)) / (
        more - fewer)


def times_of(path):
    """The median of each workload's repetitions, in microseconds per call."""
    runs = {}
    for entry in json.load(open(path))["benchmarks"]:
        if entry["run_type"] == "iteration":
            name = entry["run_name"].removesuffix("/real_time")
            runs.setdefault(name, []).append(entry["real_time"] / PER_CALL.get(name, 1))
    return {name: statistics.median(values) for name, values in runs.items()}


def main(build, times_path, results_path):
    times = times_of(times_path)
    names = {name for row in ROWS for name in row[1:3]} - BY_TIME
    program = f"{build}/bench/modelreg_instructions"
    instructions = {name: instructions_of(program, name) for name in sorted(names)}
    results = []
    print(f"{'':58} {'us':>9} {'by hand':>9} {'ratio':>6}  {'instructions':>12}  {'must':>5}")
    for label, ours, floor, must in ROWS:
        time_ratio = times[ours] / times[floor]
        counted = ours in instructions and floor in instructions
        ratio = instructions[ours] / instructions[floor] if counted else time_ratio
        reached = ratio <= must
        print(f"{label:58} {times[ours]:9.2f} {times[floor]:9.2f} {time_ratio:6.2f}  "
              f"{f'{ratio:.3f}' if counted else '-':>12}  {must:5}{'' if reached else '  missed'}")
        results.append({"what": label, "us": times[ours], "us_by_hand": times[floor],
                        "time_ratio": time_ratio, "instruction_ratio": ratio if counted else None,
                        "must": must, "reached": reached})
    print(f"\nopening a file with 1,000 models takes {times['open a file']:.0f} us")
    json.dump({"rows": results, "us": times, "instructions": instructions},
              open(results_path, "w"), indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
