"""A registry in a child process, `modelreg call`, and what the tests of this folder put into it."""

import atexit
import json
import subprocess
import tempfile

ACCOUNT = "acme"


class Registry:
    """Answers requests, one after the other, from a registry of its own."""

    def __init__(self, command, *options):
        self._paths = {}
        self._folder = tempfile.TemporaryDirectory()
        self._command = [command, "--db", f"{self._folder.name}/registry.db", "--account", ACCOUNT]
        created = subprocess.run(
            [*self._command, "key", "create", "--json"], check=True, stdout=subprocess.PIPE
        )
        self.key = json.loads(created.stdout)["secret"]
        self._process = subprocess.Popen(
            [*self._command, "call", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        atexit.register(self.close)

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def answer(self, method, target, body=None, headers=()):
        """The status and the document of an answer to the holder of the key; a body is a text."""
        request = {
            "method": method,
            "target": target,
            "headers": {"x-api-key": self.key, **dict(headers)},
            "body": body or "",
        }
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["status"], json.loads(answer["body"]) if answer["body"] else None

    def create(self, path, **fields):
        """The id of a new record."""
        status, record = self.answer("POST", path, json.dumps({**fields, "account_id": ACCOUNT}))
        assert status == 200, record
        return record["id"]

    def path_of(self, template, anew=False):
        """A path of that template, its ids those of records: of new ones, or always the same."""
        if "{" not in template:
            return template
        if anew:
            return template.format(**self._create_records())
        if template not in self._paths:
            self._paths[template] = template.format(**self._create_records())
        return self._paths[template]

    def _create_records(self):
        model = self.create("/v4/models", name="a model", model_type="AGENT")
        return {
            "model_group_id": self.create("/v4/model-groups", name="a group"),
            "model_id": model,
            "model_instance_id": model,
            "deployment_id": self.create(f"/v4/models/{model}/deployments", name="one"),
        }
