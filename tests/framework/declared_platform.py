"""The platform's requests as its framework would have them declared: FastAPI, in process.

It knows no records but those whose ids are in `known`, and answers what is well-formed with `true`.
"""

import asyncio
import json
from enum import Enum
from typing import List, Optional
from urllib.parse import unquote

from fastapi import Depends, FastAPI, Header, HTTPException, Query
from pydantic import BaseModel

from answering import ACCOUNT
from openapi_test import EDITION

known = set()


CURRENT = EDITION == "current"


def enum_of(name, values, current=""):
    """An enum of those words, and of more in the current edition."""
    return Enum(name, {value: value for value in (values + current * CURRENT).split()})


def sort_keys(name, fields, current):
    fields = (fields + current * CURRENT).split()
    return enum_of(name, " ".join(f"{field}:asc {field}:desc" for field in fields))


ModelVendor = enum_of(
    "ModelVendor", "OPENAI COHERE GOOGLE ANTHROPIC LAUNCH LLMENGINE BEDROCK OTHER", " VERTEX_AI"
)
ModelType = enum_of("ModelType", "COMPLETION CHAT_COMPLETION AGENT EMBEDDING RERANKING GENERIC")
View = enum_of("View", "Deployments ModelGroup")
ModelSort = sort_keys(
    "ModelSort",
    "name model_vendor model_type base_model_id model_card training_data_card description"
    " model_template_id model_group_id id created_at account_id created_by_user_id"
    " deployment_count supports_multi_turn",
    " display_name base_model_metadata model_creation_parameters model_group request_schema"
    " response_schema deployments created_by_user",
)
DeploymentSort = sort_keys(
    "DeploymentSort",
    "name model_instance_id model_endpoint_id id created_at account_id created_by_user_id status",
    " model_creation_parameters vendor_configuration deployment_metadata created_by_user",
)


class ModelGroupChanges(BaseModel):
    name: Optional[str] = None
    description: Optional[str] = None


class NewModelGroup(ModelGroupChanges):
    name: str
    account_id: str


class ModelChanges(BaseModel):
    name: Optional[str] = None
    model_vendor: Optional[ModelVendor] = None
    model_type: Optional[ModelType] = None
    base_model_id: Optional[str] = None
    base_model_metadata: Optional[dict] = None
    model_creation_parameters: Optional[dict] = None
    model_card: Optional[str] = None
    training_data_card: Optional[str] = None
    description: Optional[str] = None
    if CURRENT:
        display_name: Optional[str] = None
    model_template_id: Optional[str] = None
    model_group_id: Optional[str] = None


class NewModel(ModelChanges):
    name: str
    model_type: ModelType
    account_id: str


class DeploymentChanges(BaseModel):
    name: Optional[str] = None
    model_creation_parameters: Optional[dict] = None
    vendor_configuration: Optional[dict] = None
    deployment_metadata: Optional[dict] = None


class NewDeployment(DeploymentChanges):
    name: str
    account_id: Optional[str] = None


BODIES = {
    NewModelGroup,
    ModelGroupChanges,
    NewModel,
    ModelChanges,
    NewDeployment,
    DeploymentChanges,
}


def refuses_caller(headers):
    """The status for one who is not let in, whatever the request; nothing for others."""
    if headers.get("x-api-key") != "good":
        return 401
    return 403 if headers.get("x-selected-account-id") not in (None, ACCOUNT) else None


def caller(
    x_api_key: Optional[str] = Header(None), x_selected_account_id: Optional[str] = Header(None)
):
    if x_api_key != "good":
        raise HTTPException(401)
    own(x_selected_account_id)


def own(account_id):
    if account_id not in (None, ACCOUNT):
        raise HTTPException(403)


def find(*ids):
    if not known.issuperset(ids):
        raise HTTPException(404)
    return True


class Pages:
    def __init__(self, page: int = Query(1, ge=1), limit: int = Query(100, ge=1, le=10000)):
        pass


# A newer FastAPI has to be told to take a body without a content type for JSON, as it was before.
app = FastAPI(dependencies=[Depends(caller)], strict_content_type=False)


@app.post("/v4/model-groups")
async def create_group(group: NewModelGroup):
    return own(group.account_id)


@app.get("/v4/model-groups")
async def list_groups(_: Pages = Depends(), account_id: Optional[str] = None):
    return own(account_id)


@app.patch("/v4/model-groups/{model_group_id}")
async def update_group(model_group_id: str, changes: ModelGroupChanges):
    return find(model_group_id)


@app.get("/v4/model-groups/{model_group_id}")
@app.delete("/v4/model-groups/{model_group_id}")
async def get_group(model_group_id: str):
    return find(model_group_id)


@app.post("/v4/model-groups/{model_group_id}/models/{model_instance_id}")
async def add_model(model_group_id: str, model_instance_id: str):
    return find(model_group_id, model_instance_id)


@app.post("/v4/models")
async def create_model(model: NewModel):
    own(model.account_id)
    return find(*filter(None, [model.model_group_id]))


@app.get("/v4/models")
async def list_models(
    _: Pages = Depends(),
    sort_by: List[ModelSort] = Query([]),
    view: List[View] = Query([]),
    model_type: Optional[str] = None,
    model_group_id: Optional[str] = None,
    account_id: Optional[str] = None,
):
    return own(account_id)


@app.get("/v4/models/{model_id}")
async def get_model(model_id: str, view: List[View] = Query([]), account_id: Optional[str] = None):
    own(account_id)
    return find(model_id)


@app.patch("/v4/models/{model_id}")
async def update_model(model_id: str, changes: ModelChanges):
    return find(model_id, *filter(None, [changes.model_group_id]))


@app.delete("/v4/models/{model_id}")
async def delete_model(model_id: str):
    return find(model_id)


@app.post("/v4/models/{model_id}/deployments")
async def create_deployment(model_id: str, deployment: NewDeployment):
    own(deployment.account_id)
    return find(model_id)


@app.get("/v4/models/{model_id}/deployments")
async def list_deployments_of_model(
    model_id: str,
    _: Pages = Depends(),
    sort_by: List[DeploymentSort] = Query([]),
    account_id: Optional[str] = None,
):
    own(account_id)
    return find(model_id)


@app.patch("/v4/models/{model_id}/deployments/{deployment_id}")
async def update_deployment(model_id: str, deployment_id: str, changes: DeploymentChanges):
    return find(model_id, deployment_id)


@app.get("/v4/models/{model_id}/deployments/{deployment_id}")
@app.delete("/v4/models/{model_id}/deployments/{deployment_id}")
async def get_deployment(model_id: str, deployment_id: str):
    return find(model_id, deployment_id)


@app.get("/v4/model-deployments")
async def list_deployments(
    _: Pages = Depends(),
    sort_by: List[DeploymentSort] = Query([]),
    account_id: Optional[str] = None,
):
    return own(account_id)


def answer(method, target, body, headers):
    """The status and the document of the framework's answer."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "server": ("registry", 80),
        "client": None,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message):
        sent.append(message)

    try:
        asyncio.run(app(scope, receive, send))
    except ValueError:  # pydantic 2 answers with the input, even one that JSON cannot spell
        return 500, None
    content = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], json.loads(content) if content else None
