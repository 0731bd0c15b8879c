"""Tests of the application, offline."""

import asyncio
import concurrent.futures
import pathlib
import re

import httpx
import pytest

from conftest import BASE_URL
from modelreg_httpx import CURRENT_EDITION, REJECT_UNKNOWN_FIELDS, Registry, RegistryError
from publisher import publish


def count(client, path="/v4/models"):
    return client.get(path).json()["total_item_count"]


def test_a_model_is_published_in_a_group_of_its_name(client):
    model = publish(client, "acme", "Ein Übersetzer", "AGENT")

    assert client.get(f"/v4/models/{model['id']}").json() == model
    group = client.get(f"/v4/model-groups/{model['model_group_id']}").json()
    assert group["name"] == "Ein Übersetzer"
    assert client.get("/v4/models", params={"name": "Ein Übersetzer"}).json()["items"] == [model]


def test_a_fresh_registry_has_nothing_in_it(client):
    assert count(client) == count(client, "/v4/model-groups") == 0


def test_a_wrong_type_is_refused_as_the_platform_does(client):
    with pytest.raises(httpx.HTTPStatusError) as caught:
        publish(client, "acme", "Rerankers", "POEM")

    response = caught.value.response
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/json"
    assert response.json()["detail"][0]["loc"] == ["body", "model_type"]


def test_an_unknown_key_is_refused(client):
    assert client.get("/v4/models", headers={"x-api-key": "modelreg_x_y"}).status_code == 401


def test_another_account_sees_nothing(registry, client):
    publish(client, "acme", "Rerankers", "RERANKING")

    theirs = {"x-api-key": registry.create_api_key("globex", "bob")}
    assert count(httpx.Client(base_url=BASE_URL, transport=registry.transport(), headers=theirs)) == 0


def test_a_body_is_bytes(client):
    broken = client.post("/v4/model-groups", content=b'{"name": "\0"}')

    assert broken.status_code == 422
    assert broken.json()["detail"][0]["type"] == "json_invalid"


def test_an_asynchronous_client_is_answered(registry):
    async def asked():
        headers = {"x-api-key": registry.create_api_key("acme", "ada")}
        async with httpx.AsyncClient(base_url=BASE_URL, transport=registry.transport(),
                                     headers=headers) as client:
            return await client.post("/v4/model-groups", json={"name": "n", "account_id": "acme"})

    assert asyncio.run(asked()).json()["name"] == "n"


def test_threads_share_a_client(client):
    with concurrent.futures.ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda i: publish(client, "acme", f"model {i}", "AGENT"), range(40)))

    assert count(client) == 40


def test_options_choose_how_requests_are_answered(registry):
    def status(options, **fields):
        headers = {"x-api-key": registry.create_api_key("acme", "ada")}
        client = httpx.Client(base_url=BASE_URL, transport=registry.transport(options),
                              headers=headers)
        return client.post("/v4/models", json={"name": "n", "model_type": "AGENT",
                                               "account_id": "acme", **fields}).status_code

    assert status(0, model_vendor="VERTEX_AI") == 422
    assert status(CURRENT_EDITION, model_vendor="VERTEX_AI") == 200
    assert status(0, nmae="n") == 200
    assert status(REJECT_UNKNOWN_FIELDS, nmae="n") == 422


def test_a_snapshot_is_opened_again(registry, client, tmp_path):
    model = publish(client, "acme", "Rerankers", "RERANKING")

    registry.snapshot(tmp_path / "copy.db")
    with Registry(tmp_path / "copy.db") as copy:
        again = httpx.Client(base_url=BASE_URL, transport=copy.transport(), headers=client.headers)
        assert again.get(f"/v4/models/{model['id']}").json() == model


def test_a_registry_that_cannot_be_opened_says_why(tmp_path):
    with pytest.raises(RegistryError, match="directory that does not exist") as caught:
        Registry(tmp_path / "no" / "models.db")

    assert caught.value.code == "not_found"


def test_a_closed_registry_answers_nothing(client, registry):
    registry.close()

    with pytest.raises(RegistryError, match="registry must not be NULL"):
        client.get("/v4/models")


def test_the_example_of_the_readme_runs():
    readme = pathlib.Path(__file__).parents[3] / "README.md"
    examples = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [example for example in examples if "modelreg_httpx" in example]
    variables = {}

    exec(example, variables)

    assert count(variables["client"]) == 0
