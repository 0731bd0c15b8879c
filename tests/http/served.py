"""A registry of its own behind `modelreg serve`, for the clients of other languages."""

import json
import signal
import subprocess
import tempfile

ACCOUNT = "acme"


class Served:
    """A registry of its own, served as long as the block lasts."""

    def __init__(self, command, *options):
        self._folder = tempfile.TemporaryDirectory()
        self._command = [command, "--db", f"{self._folder.name}/registry.db", "--account", ACCOUNT]
        self._options = options

    def run(self, *words):
        """What the command answers."""
        return subprocess.run([*self._command, *words], check=True, stdout=subprocess.PIPE).stdout

    def __enter__(self):
        self.key = json.loads(self.run("key", "create", "--json"))["secret"]
        self._process = subprocess.Popen(
            [*self._command, "serve", "--port", "0", "--json", *self._options],
            stdout=subprocess.PIPE,
        )
        self.address = json.loads(self._process.stdout.readline())["address"]
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(timeout=20)
        self._process.stdout.close()
        self._folder.cleanup()
        assert status == 0, f"the server ended with {status}"
