"""A client in TypeScript, made from the OpenAPI document, is served by `modelreg serve`:
typescript_client_test.py COMMAND NODE NODE_MODULES"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from served import Served

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "schema/openapi.json"
CHECKS = [
    "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
    "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck",
]


def compiled(folder, node_modules):
    """The client's JavaScript; what TypeScript finds wrong ends the test."""
    (folder / "node_modules").symlink_to(node_modules)
    for name in "client.ts", "package.json":
        shutil.copy(HERE / "typescript" / name, folder)
    tools = folder / "node_modules/.bin"
    subprocess.run(
        [tools / "openapi-typescript", DOCUMENT, "-o", "document.ts"],
        cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    subprocess.run([tools / "tsc", *CHECKS, "client.ts"], cwd=folder, check=True)
    return folder / "client.js"


def main():
    command, node, node_modules = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, Served(command) as served:
        client = compiled(pathlib.Path(folder), pathlib.Path(node_modules).resolve())
        subprocess.run([node, client, served.address, served.key], check=True, timeout=30)


main()
