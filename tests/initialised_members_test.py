#!/usr/bin/env python3
"""Every data member of a public struct has an initialiser: one that is forgotten is undefined."""

import pathlib
import re
import sys

HEADERS = pathlib.Path(__file__).parent.parent / "include" / "modelreg"


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/|^\s*#[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)


def without_template_arguments(text):
    """Without what is between angle brackets, where a function's type may have parentheses."""
    while True:
        shorter = re.sub(r"<[^<>;{}]*>", "", text)
        if shorter == text:
            return text
        text = shorter


def closing(text, at):
    """The place of the brace that closes the one at `at`."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    sys.exit("a brace is not closed")


def flat(body):
    """The body, with `{}` for each initialiser and `;` for the body of each function or type."""
    result, at = "", 0
    while at < len(body):
        if body[at] != "{":
            result += body[at]
            at += 1
            continue
        statement = re.split(r"[;:]\s", result)[-1]
        is_value = "(" not in statement and not re.search(r"\b(struct|class|enum)\b", statement)
        result += "{}" if is_value else ";"
        at = closing(body, at) + 1
    return result


NO_MEMBER = re.compile(r"(using|friend|static|template|struct|class|enum|typedef)\b")


def uninitialised(text):
    """The data members without an initialiser, each as `Struct: declaration`."""
    text = without_template_arguments(without_comments(text))
    found = []
    for struct in re.finditer(r"\bstruct\s+([\w:]+)[^;(){}]*\{", text):
        body = text[struct.end() : closing(text, struct.end() - 1)]
        for statement in flat(body).split(";"):
            statement = re.sub(r"\b(public|private|protected)\s*:", "", statement).strip()
            if not statement or "(" in statement or NO_MEMBER.match(statement):
                continue
            if "=" not in statement and "{}" not in statement:
                found.append(struct[1] + ": " + " ".join(statement.split()))
    return found


SAMPLE = """
struct Outer : Base {
  enum class Kind : std::uint8_t { one = 1 };
  struct Inner { bool forgotten_inside; int set = 1; };
  using Fetch = std::function<int()>;
  Kind forgotten;
  std::function<Timestamp()> forgotten_too;  ///< = not this
  std::string set{"x"};
  std::map<int, int> also_set = {{1, 2}};
  static constexpr int constant{1};
  [[nodiscard]] bool sound() const noexcept { return set.empty(); }
  bool after_a_function;
  bool operator==(const Outer&) const = default;
};
"""


def main():
    seen = uninitialised(SAMPLE)
    wanted = ["forgotten", "forgotten_inside", "forgotten_too", "after_a_function"]
    if sorted(line.split()[-1] for line in seen) != sorted(wanted):
        sys.exit(f"the check does not work: it sees {seen}")
    headers = sorted(HEADERS.rglob("*.hpp"))
    faults = [f"{header.name}: {line}" for header in headers for line in uninitialised(header.read_text())]
    for fault in faults:
        print(f"{fault}: give it an initialiser, `= {{}}` for instance")
    sys.exit(1 if faults or not headers else 0)


main()
