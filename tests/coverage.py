"""Says how much of src/ and include/ the tests reach, and what they do not; ends with 1 below the goal.

    coverage.py BUILD_FOLDER
"""

import json
import pathlib
import subprocess
import sys

GOALS = {"lines": 98.0, "branches": 95.0}


def llvm_cov(build, *arguments):
    programs = [path for path in sorted(pathlib.Path(build).rglob("modelreg*"))
                if path.is_file() and path.stat().st_mode & 0o111]
    objects = [argument for program in programs[1:] for argument in ("-object", str(program))]
    return subprocess.run(
        ["llvm-cov", arguments[0], str(programs[0]), *objects, "-instr-profile",
         f"{build}/merged.profdata", *arguments[1:], "src", "include"],
        capture_output=True, text=True, check=True).stdout


def missed_lines(file):
    """The numbers of the lines that no test reached."""
    lines = set()
    for line, _, count, has_count, is_entry, is_gap in file["segments"]:
        if has_count and is_entry and not is_gap and count == 0:
            lines.add(line)
    return sorted(lines)


def main(build):
    report = json.loads(llvm_cov(build, "export"))["data"][0]
    root = pathlib.Path.cwd()
    for file in report["files"]:
        name = pathlib.Path(file["filename"]).relative_to(root)
        missed = missed_lines(file)
        branches = sorted({branch[0] for branch in file.get("branches", [])
                           if branch[4] == 0 or branch[5] == 0})
        if missed or branches:
            summary = file["summary"]
            print(f"{str(name):48} lines {summary['lines']['percent']:6.2f}  branches "
                  f"{summary['branches']['percent']:6.2f}  not reached {missed}, one way only {branches}")
    reached = True
    for kind, goal in GOALS.items():
        percent = report["totals"][kind]["percent"]
        reached &= percent >= goal
        print(f"{kind}: {percent:.2f} % of {goal} %{'' if percent >= goal else ', missed'}")
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
