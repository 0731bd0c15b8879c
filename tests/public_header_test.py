"""What a program compiles with <modelreg/modelreg.hpp>: public_header_test.py CXX SOURCES

Most of it is the standard library's, since a path, a function, a clock and a token to stop are what
callers have. Beyond that it must stay small, and bring nobody else's headers along.
"""

import pathlib
import re
import subprocess
import sys

MOST_OWN_LINES = 2_500
# What only a definition needs, and every program would compile.
TOO_MUCH = {"algorithm", "format", "fstream", "future", "iostream", "random", "ranges", "regex", "sstream", "thread"}


def lines_of(cxx, sources, text):
    """The lines, without blank ones, that the compiler makes of a text."""
    run = subprocess.run([*cxx.split(), "-std=c++20", f"-I{sources}/include", "-x", "c++", "-E", "-P", "-"],
                         input=text, capture_output=True, text=True, check=True)
    return sum(not line.isspace() for line in run.stdout.splitlines(keepends=True))


def headers_of(cxx, sources):
    """The files that <modelreg/modelreg.hpp> consists of."""
    run = subprocess.run([*cxx.split(), "-std=c++20", f"-I{sources}/include", "-x", "c++", "-M", "-"],
                         input="#include <modelreg/modelreg.hpp>", capture_output=True, text=True, check=True)
    return [word for word in run.stdout.replace("\\\n", " ").split()[1:] if word != "-"]


def including(headers):
    return "".join(f"#include <{name}>\n" for name in headers)


def lines(cxx, sources):
    """All lines of the header, those of the standard headers that ours name, and these."""
    own = [pathlib.Path(name).read_text() for name in headers_of(cxx, sources)
           if "/include/modelreg/" in name]
    assert len(own) > 30, own
    named = sorted(set(re.findall(r"^#include <(\w+)>$", "\n".join(own), re.MULTILINE)))
    standard = including(named)
    return lines_of(cxx, sources, "#include <modelreg/modelreg.hpp>\n"), lines_of(cxx, sources, standard), named


def main():
    cxx, sources = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    strangers = [name for name in headers_of(cxx, sources)
                 if re.search(r"/(nlohmann|boost|SQLiteCpp|sqlite3|sodium|curl)\b", name)]
    assert not strangers, strangers
    total, standard, named = lines(cxx, sources)
    assert not TOO_MUCH & set(named), TOO_MUCH & set(named)
    print(f"{total} lines, of which {standard} are the standard library's")
    assert total - standard <= MOST_OWN_LINES, total - standard


if __name__ == "__main__":
    main()
