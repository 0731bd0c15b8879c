"""Every link of a page to another file of the project, or to a heading, leads somewhere.

    links_test.py SOURCES
"""

import pathlib
import re
import sys

SOURCES = pathlib.Path(sys.argv[1])
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")


def pages():
    return [page for page in SOURCES.rglob("*.md")
            if "build" not in page.relative_to(SOURCES).parts]


def anchors(page):
    """The names under which the headings of a page are linked to."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main():
    links = 0
    for page in pages():
        text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
        for link in LINK.findall(text):
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), f"{page}: {link} leads nowhere"
            assert not anchor or anchor in anchors(target), f"{page}: {link}: no such heading"
            links += 1
    assert links > 30, links


main()
