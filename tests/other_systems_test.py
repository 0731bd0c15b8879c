"""Where there is no apt, ./dev names what to install as it is called there.

    other_systems_test.py SOURCES
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCES = pathlib.Path(sys.argv[1])
PROGRAMS = ["bash", "dirname", "awk", "cat"]  # what ./dev needs until it knows what is there


def advice(manager):
    """What ./dev test says on a system that has this package manager alone."""
    with tempfile.TemporaryDirectory() as folder:
        for program in PROGRAMS:
            os.symlink(shutil.which(program), f"{folder}/{program}")
        if manager:
            os.symlink("/bin/true", f"{folder}/{manager}")
        run = subprocess.run([f"{folder}/bash", SOURCES / "dev", "test"], env={"PATH": folder},
                             capture_output=True, text=True, check=False)
        assert run.returncode == 1, run
        assert run.stderr.count("\n") == 1, run.stderr
        return run.stderr


def main():
    for manager, words in {
            "dnf": "dnf install gcc-c++ cmake ninja-build pkgconf-pkg-config sqlitecpp-devel",
            "pacman": "pacman -S gcc cmake ninja pkgconf sqlite nlohmann-json",
            "apk": "apk add g++ cmake samurai pkgconf sqlite-dev",
            "brew": "brew install gcc cmake ninja pkgconf sqlitecpp sqlite",
            "": "install what these Debian packages hold: g++ cmake ninja-build"}.items():
        assert words in advice(manager), advice(manager)
    assert advice("pacman").count(" gtest ") == 1  # two packages of Debian's are one there
    assert "what these Debian packages hold: libsqlitecpp-dev" in advice("apk")

    dev = (SOURCES / "dev").read_text()
    known = {line.split()[0] for line in (SOURCES / ".ci/package-names").read_text().splitlines()}
    for name in ["build_packages", "http_packages"]:
        packages = re.search(rf"{name}=\((.*?)\)", dev, re.DOTALL).group(1).split()
        assert packages and set(packages) <= known, set(packages) - known


main()
