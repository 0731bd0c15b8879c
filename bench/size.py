"""What the library weighs, as the table of the README: size.py BUILD CXX

BUILD is a release's build folder with the library, its shared form and the README's program.
"""

import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

SOURCES = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCES / "tests"))
from public_header_test import including, lines  # noqa: E402


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stripped(file):
    with tempfile.NamedTemporaryFile() as copy:
        output_of("strip", "--strip-unneeded", "-o", copy.name, str(file))
        return pathlib.Path(copy.name).stat().st_size


def seconds_of(cxx, text):
    """The processor's seconds for compiling a text, the median of 5."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*cxx.split(), "-std=c++20", f"-I{SOURCES}/include", "-x", "c++", "-c", "-o", "/dev/null",
                        "-"], input=text, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(seconds)


def loaded_by(program):
    return re.findall(r"\(NEEDED\).*\[(.*?)\.so", output_of("readelf", "-d", str(program)))


def main():
    build, cxx = pathlib.Path(sys.argv[1]), sys.argv[2]
    shared = build / "tests/shared/libmodelreg.so"
    program, program_of_shared = build / "tests/readme_example", build / "tests/readme_example_shared"
    symbols = output_of(sys.executable, str(SOURCES / "tests/exported_symbols_test.py"), "nm", str(shared),
                        str(SOURCES / "include/modelreg")).split()[0]
    total, of_standard, named = lines(cxx, SOURCES)
    libraries = ", ".join(name for name in loaded_by(program) if not name.startswith("ld-"))
    rows = [
        ("the static library, `libmodelreg.a`", f"{(build / 'libmodelreg.a').stat().st_size:,} bytes"),
        ("the shared library, stripped", f"{stripped(shared):,} bytes"),
        ("the program at the top with the static library, stripped", f"{stripped(program):,} bytes"),
        ("the same with the shared library", f"{stripped(program_of_shared):,} bytes"),
        ("shared libraries that it loads", libraries),
        ("symbols that the shared library exports, all of them documented", symbols),
        ("lines of `<modelreg/modelreg.hpp>`, preprocessed", f"{total:,}"),
        ("of those the standard library's, for what ours include", f"{of_standard:,}"),
        ("seconds to compile a file with it", f"{seconds_of(cxx, '#include <modelreg/modelreg.hpp>'):.2f}"),
        ("seconds to compile one with those of the standard library", f"{seconds_of(cxx, including(named)):.2f}"),
    ]
    print("| what | how much |\n| --- | ---: |")
    for row in rows:
        print("| {} | {} |".format(*row))


main()
