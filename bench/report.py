"""Prints what the library costs beside the same work written by hand, and how it grows.

    report.py BUILD_FOLDER LARGEST RESULTS_JSON

BUILD_FOLDER has `times.json`, what Google Benchmark measured, and `concurrency.json`. LARGEST is how
many models the largest registry had.
"""

import concurrent.futures
import json
import re
import statistics
import subprocess
import sys

# What is compared with what, and the ratio that the library must reach. Work in memory is compared by
# its instructions: they repeat within two per cent on a busy machine.
BY_INSTRUCTIONS = [
    ("add, C++ values, against its own statements by hand", "add", "add/F2", 1.15),
    ("add, request to JSON, against the obvious C program", "add to JSON", "add to JSON/F1", 0.80),
    ("add, request to JSON, against idiomatic SQLiteCpp", "add to JSON", "add to JSON/idiomatic",
     0.12),
    ("add to the same group, to JSON, against the obvious add", "add again", "add to JSON/F1", 0.40),
    ("get, to JSON, against a SELECT of inline columns", "get", "get/F1", 0.80),
    ("page of 100, to JSON, against the same inline page", "page", "page/F1", 0.70),
    ("create, against an INSERT without constraints", "create", "create/unchecked INSERT", 2.0),
    ("fresh registry, against running the DDL", "fresh registry", "fresh registry/DDL", 0.40),
    ("fresh registry and add, against the DDL by hand", "fresh registry and add",
     "fresh registry and add/DDL", 0.65),
    ("reset and add, against a fresh registry by hand", "reset and add",
     "fresh registry and add/DDL", 0.10),
    ("get by a client in process, against a session to JSON", "client get", "get", 2.0),
    ("add by a client in process, against a session to JSON", "client add", "client add/session", 2.0),
    ("page by a client in process, against a session to JSON", "client page", "client page/session",
     2.0),
]
# What a disk or a cache costs is no instruction.
BY_TIME = [
    ("durable add, against its own statements by hand", "durable add", "durable add/F2", 1.15),
    ("an add in a batch of 1,000, against a durable add", "batch of 1,000 adds", "durable add", 0.10),
    ("last page of 100,000 with its total, against the first", "last page of 100,000",
     "first page of 100,000", 10),
]
# The goals of growth are for this many models at the most.
GROWN = 1_000_000
GROWTH = [
    ("growth from 1,000 to {}: get", "get of {}", "get of 1,000", 3),
    ("growth from 1,000 to {}: add, the same 100", "add hot of {}", "add hot of 1,000", 2.2),
    ("growth from 1,000 to {}: add, any", "add random of {}", "add random of 1,000", 5),
    ("last page of a walk over {}, against a page of 1,000", "end of a walk of {}",
     "first page of 1,000", 2.0),
]
# Figures that stand for themselves, and whether the goal is the least or the most they may be.
FIGURES = [
    ("two threads on one registry, against one", "two threads", "least", 0.85),
    ("8 writing processes for 5 s: Jain's fairness", "fairness of 8 writers", "least", 0.95),
    ("8 writing processes: longest wait, ms", "longest wait of 8 writers, ms", "most", 250),
    ("longest read beside a writer that never pauses, ms", "longest read beside a writer, ms", "most",
     250),
    ("allocations of an add beyond one per text returned", "allocations", "most", 4),
    ("1,000 fresh test registries with 100 models each, s", "1,000 test registries", "most", 0.5),
]

# How often a workload is run under the instruction counter: the difference is what counts.
REPETITIONS = {"page": (5, 25), "page/F1": (5, 25), "fresh registry": (10, 60),
               "fresh registry/DDL": (10, 60), "fresh registry and add": (10, 60),
               "fresh registry and add/DDL": (10, 60), "add to JSON/idiomatic": (10, 60),
               "client page": (5, 25), "client page/session": (5, 25)}
# Workloads of several calls each.
CALLS = {"batch of 1,000 adds": 1000, "add hot": 2, "add random": 2}


def count(program, name, times):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, str(times)],
        capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def instructions_of(program):
    """The instructions of a call of each workload that is compared by them."""
    names = sorted({name for row in BY_INSTRUCTIONS for name in row[1:3]})

    def per_call(name):
        fewer, more = REPETITIONS.get(name, (100, 500))
        return (count(program, name, more) - count(program, name, fewer)) / (more - fewer)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(per_call, names)))


def times_of(path):
    """The median of each workload's repetitions, in microseconds per call."""
    runs = {}
    for entry in json.load(open(path))["benchmarks"]:
        if entry["run_type"] == "iteration":
            name = re.sub(r"/(iterations:\d+/)?real_time$", "", entry["run_name"])
            calls = CALLS.get(name, CALLS.get(name.split(" of ")[0], 1))
            runs.setdefault(name, []).append(entry["real_time"] / calls)
    return {name: statistics.median(values) for name, values in runs.items()}


def ratio_row(what, ours, floor, must, times, instructions):
    row = {"what": what, "us": times[ours], "us_beside": times[floor],
           "time_ratio": times[ours] / times[floor], "must": must}
    if ours in instructions:
        row["instruction_ratio"] = instructions[ours] / instructions[floor]
    row["reached"] = must is None or row.get("instruction_ratio", row["time_ratio"]) <= must
    return row


def growth_rows(count, times):
    return [ratio_row(what.format(f"{count:,}"), ours.format(f"{count:,}"), floor,
                      must if count <= GROWN else None, times, {})
            for what, ours, floor, must in GROWTH]


def print_ratios(rows):
    print(f"{'':58} {'us':>9} {'beside':>9} {'ratio':>6}  {'instructions':>12}  {'must':>5}")
    for row in rows:
        counted = f"{row['instruction_ratio']:.3f}" if "instruction_ratio" in row else "-"
        print(f"{row['what']:58} {row['us']:9.2f} {row['us_beside']:9.2f} {row['time_ratio']:6.2f}  "
              f"{counted:>12}  {row['must'] or '-':>5}{'' if row['reached'] else '  missed'}")


def main(build, largest, results_path):
    program = f"{build}/bench/modelreg_instructions"
    times = times_of(f"{build}/times.json")
    figures = json.load(open(f"{build}/concurrency.json"))
    figures["allocations"] = int(subprocess.run([f"{build}/bench/modelreg_allocations"],
                                                capture_output=True, text=True, check=True).stdout)
    figures["1,000 test registries"] = times["fresh test registry"] * 1000 / 1e6
    instructions = instructions_of(program)

    rows = [ratio_row(*row, times, instructions) for row in BY_INSTRUCTIONS]
    rows += [ratio_row(*row, times, {}) for row in BY_TIME]
    for count in sorted({min(int(largest), GROWN), int(largest)}):
        rows += growth_rows(count, times)
    print_ratios(rows)

    print(f"\n{'':58} {'figure':>9}  {'goal':>14}")
    for what, name, bound, goal in FIGURES:
        value = figures[name]
        reached = value >= goal if bound == "least" else value <= goal
        print(f"{what:58} {value:9.2f}  {'at ' + bound:>8} {goal:>5}{'' if reached else '  missed'}")
        rows.append({"what": what, "figure": value, bound: goal, "reached": reached})
    print(f"\nopening a file with 1,000 models takes {times['open a file']:.0f} us")
    with open(results_path, "w") as file:
        json.dump({"rows": rows, "us": times, "instructions": instructions, "figures": figures}, file,
                  indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
