"""Whether a shared library exports the documented names alone: exported_symbols_test.py NM LIBRARY HEADERS"""

import pathlib
import re
import subprocess
import sys

nm, library, headers = sys.argv[1:]
documented, derived = set(), set()
for header in [*pathlib.Path(headers).glob("*.hpp"), *pathlib.Path(headers).glob("*.h")]:
    text = re.sub(r"//.*", "", header.read_text())
    documented |= set(re.findall(r"\w+", text))
    derived |= set(re.findall(r"class MODELREG_EXPORT (\w+) (?:final )?: ", text))

listed = subprocess.run([nm, "-D", "--defined-only", "-C", library], check=True, text=True,
                        stdout=subprocess.PIPE).stdout
symbols = [line.split(" ", 2)[2] for line in listed.splitlines()]
failures = []
for symbol in symbols:
    if symbol.startswith("modelreg_") and symbol in documented:  # one of C
        continue
    name = re.sub(r"^(typeinfo|typeinfo name|vtable) for ", "", symbol)
    name = re.sub(r"\[abi:\w+\]", "", name)
    # the name itself: what stands before the parameters, without the type that is returned
    while name != (name := re.sub(r"<[^<>]*>", "", name)):
        pass
    name = name.split("(")[0].split(" ")[-1]
    parts = name.split("::")
    if parts[0] != "modelreg" or not all(part.lstrip("~") in documented or
                                         part.startswith("operator") for part in parts[1:]):
        failures.append(symbol)

wanted = ["modelreg::handle", "modelreg::Registry::open", "modelreg::Session::add_model_instance",
          "typeinfo for modelreg::Error", "from_json_text<modelreg::Request>",
          "typeinfo for modelreg::Transport", "modelreg_open", "modelreg_last_error", "modelreg::Client::add_model_instance",
          "from_json_text<modelreg::Page<modelreg::ModelInstance> >"]
# Who catches one, or derives from it, needs what tells its type.
wanted += [f"typeinfo for modelreg::{name}" for name in derived]
failures += [f"{name} is not exported" for name in wanted if not any(name in s for s in symbols)]
print("\n".join(failures) or f"{len(symbols)} symbols, all of them documented")
sys.exit(1 if failures else 0)
