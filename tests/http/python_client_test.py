"""A client in Python, by httpx, is served by `modelreg serve`: python_client_test.py COMMAND"""

import json
import os
import pathlib
import re
import sys

try:
    import httpx
except ImportError:
    print("skipped: httpx is missing (Debian: python3-httpx)")
    sys.exit(77)

from served import ACCOUNT, Served


def client_of(served, key=None):
    return httpx.Client(base_url=served.address, headers={"x-api-key": key or served.key}, timeout=10,
                        trust_env=False)


def document_of(response, status):
    assert response.status_code == status, (response.status_code, response.text)
    assert response.headers["content-type"] == "application/json", response.headers
    return response.json()


def create_both(client):
    group = document_of(
        client.post("/v4/model-groups", json={"name": "summarisers", "account_id": ACCOUNT}), 200
    )
    model = document_of(
        client.post(
            "/v4/models",
            json={"name": "GPT-4o", "model_type": "CHAT_COMPLETION", "account_id": ACCOUNT,
                  "base_model_metadata": {"price": 2.50, "text": "häuser"}},
        ),
        200,
    )
    assert group["account_id"] == model["account_id"] == ACCOUNT
    assert "model_group_id" not in model and model["deployment_count"] == 0
    return group, model


def a_model_is_added_to_a_group(client):
    group, model = create_both(client)
    path = f"/v4/model-groups/{group['id']}/models/{model['id']}"
    added = document_of(client.post(path), 200)
    assert added == {**model, "model_group_id": group["id"]}, added
    assert document_of(client.post(path), 200) == added
    assert document_of(client.get(f"/v4/models/{model['id']}"), 200) == added


def lists_come_in_pages(client):
    for name in "abc":
        document_of(client.post("/v4/model-groups", json={"name": name, "account_id": ACCOUNT}), 200)
    page = document_of(client.get("/v4/model-groups", params={"page": 2, "limit": 3}), 200)
    assert page["current_page"] == 2 and page["items_per_page"] == 3
    assert page["total_item_count"] == 4 and [item["name"] for item in page["items"]] == ["c"], page
    models = document_of(
        client.get("/v4/models", params={"sort_by": ["name:desc", "id:asc"], "view": "ModelGroup"}), 200
    )
    assert models["items"][0]["model_group"]["name"] == "summarisers", models


def a_model_is_updated_and_deleted(client):
    model = document_of(client.get("/v4/models"), 200)["items"][0]
    path = f"/v4/models/{model['id']}"
    updated = document_of(client.patch(path, json={"description": "two sentences"}), 200)
    assert updated == {**model, "description": "two sentences"}, updated
    assert document_of(client.patch(path, json={"description": None}), 200) == model
    assert document_of(client.delete(path), 200) == {"count": 1, "success": True}
    assert document_of(client.get(path), 404)["detail"]


def refusals_have_their_bodies(client, stranger):
    refused = document_of(stranger.get("/v4/models"), 401)
    assert list(refused) == ["detail"] and isinstance(refused["detail"], str), refused
    missing = document_of(client.get("/v4/model-groups/none"), 404)
    assert isinstance(missing["detail"], str) and missing["detail"] != "Not Found", missing
    assert document_of(client.get("/v4/nothing"), 404) == {"detail": "Not Found"}
    wrong_method = client.put("/v4/models", json={})
    assert document_of(wrong_method, 405) == {"detail": "Method Not Allowed"}
    assert "POST" in wrong_method.headers["allow"]
    foreign = client.post("/v4/model-groups", json={"name": "g", "account_id": "other"})
    assert isinstance(document_of(foreign, 403)["detail"], str)
    wrong = document_of(client.post("/v4/models", json={"model_type": "CHAT", "account_id": ACCOUNT}), 422)
    faults = [(fault["loc"], fault["type"]) for fault in wrong["detail"]]
    assert faults == [(["body", "name"], "missing"), (["body", "model_type"], "enum")], wrong
    no_json = document_of(client.post("/v4/models", content=b"{'name'"), 422)
    assert no_json["detail"][0]["type"] == "json_invalid", no_json
    in_query = document_of(client.get("/v4/models", params={"limit": "many"}), 422)
    assert in_query["detail"][0]["loc"] == ["query", "limit"], in_query


def what_is_beside_the_registry_is_there(client):
    assert "openapi" in document_of(client.get("/openapi.json"), 200)
    page = client.get("/")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert any(entry["target"] == "/v4/model-groups" for entry in
               document_of(client.get("/requests.json"), 200) if "target" in entry)
    foreign = client.get("/v4/models", headers={"host": "evil.example.com"})
    assert document_of(foreign, 403)["detail"]


def a_body_may_come_in_pieces(client):
    text = json.dumps({"name": "streamed", "account_id": ACCOUNT}).encode()
    pieces = (text[i : i + 7] for i in range(0, len(text), 7))
    assert document_of(client.post("/v4/model-groups", content=pieces), 200)["name"] == "streamed"


def the_python_of_the_readme_runs(served):
    readme = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text()
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (example,) = [example for example in examples if "modelreg_httpx" not in example]
    variables = {"secret": served.key}
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    example = example.replace("http://127.0.0.1:8642", served.address)
    exec(example.replace('"local"', f'"{ACCOUNT}"'), variables)
    assert variables["group"]["name"] == "Rerankers", variables["group"]
    variables["client"].close()


def main():
    with Served(sys.argv[1]) as served:
        with client_of(served) as client, client_of(served, "modelreg_wrong") as stranger:
            a_model_is_added_to_a_group(client)
            lists_come_in_pages(client)
            refusals_have_their_bodies(client, stranger)
            a_body_may_come_in_pieces(client)
            what_is_beside_the_registry_is_there(client)
            a_model_is_updated_and_deleted(client)
        the_python_of_the_readme_runs(served)
    with Served(sys.argv[1], "--edition", "current") as served, client_of(served) as client:
        model = {"name": "m", "model_type": "AGENT", "model_vendor": "VERTEX_AI", "account_id": ACCOUNT}
        assert document_of(client.post("/v4/models", json=model), 200)["model_vendor"] == "VERTEX_AI"


main()
