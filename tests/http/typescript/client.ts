// A client in TypeScript, of types that openapi-typescript makes from the OpenAPI document, is served
// by `modelreg serve`: node client.js ADDRESS KEY. That it compiles is part of the test: each answer
// that is looked at here has the fields and the types that the document says.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";

import type { components, paths } from "./document.js";

type Faults = components["schemas"]["Faults"];
type Detail = components["schemas"]["Detail"];
type ModelGroup = components["schemas"]["ModelGroup"];
type ModelInstance = components["schemas"]["ModelInstance"];

const [address, key] = process.argv.slice(2);
assert(address !== undefined && key !== undefined, "usage: client.js ADDRESS KEY");
const account_id = "acme";

const clientWith = (secret: string) =>
  createClient<paths>({ baseUrl: address, headers: { "x-api-key": secret } });
const client = clientWith(key);

interface Answer<Data, Refusal> {
  data?: Data;
  error?: Refusal;
  response: Response;
}

function answered<Data>({ data, error, response }: Answer<Data, unknown>): Data {
  assert.equal(response.status, 200, JSON.stringify(error));
  assert.ok(data !== undefined);
  return data;
}

/** The body of a refusal, whose type is one of those that the document has for the route. */
function refused<Refusal>(status: number, { error, response }: Answer<unknown, Refusal>): Refusal {
  assert.equal(response.status, status, JSON.stringify(error));
  assert.ok(error !== undefined);
  return error;
}

const isFaults = (refusal: Detail | Faults): refusal is Faults => typeof refusal.detail !== "string";

function faultsOf(refusal: Detail | Faults) {
  assert.ok(isFaults(refusal));
  return refusal.detail.map(({ loc, type }) => [loc, type]);
}

async function createBoth(): Promise<[ModelGroup, ModelInstance]> {
  const group = answered(
    await client.POST("/v4/model-groups", { body: { name: "summarisers", account_id } }),
  );
  const model = answered(
    await client.POST("/v4/models", {
      body: {
        name: "GPT-4o",
        model_type: "CHAT_COMPLETION",
        model_vendor: "OPENAI",
        base_model_metadata: { price: 2.5, text: "häuser", tags: ["a", null] },
        account_id,
      },
    }),
  );
  assert.equal(model.deployment_count, 0);
  assert.equal(model.supports_multi_turn, true);
  assert.deepEqual(model.base_model_metadata, { price: 2.5, text: "häuser", tags: ["a", null] });
  assert.ok(!("model_group_id" in model));
  return [group, model];
}

async function aModelIsAddedToAGroup(group: ModelGroup, model: ModelInstance) {
  const added = answered(
    await client.POST("/v4/model-groups/{model_group_id}/models/{model_instance_id}", {
      params: { path: { model_group_id: group.id, model_instance_id: model.id } },
    }),
  );
  assert.deepEqual(added, { ...model, model_group_id: group.id });
  const found = answered(
    await client.GET("/v4/models/{model_id}", {
      params: { path: { model_id: model.id }, query: { view: ["ModelGroup", "Deployments"] } },
    }),
  );
  assert.deepEqual(found, { ...added, model_group: group, deployments: [] });
}

async function listsComeInPages() {
  for (const name of ["a", "b", "c"]) {
    answered(await client.POST("/v4/model-groups", { body: { name, account_id } }));
  }
  const names: string[] = [];
  for (let page = 1, more = true; more; ++page) {
    const groups = answered(
      await client.GET("/v4/model-groups", { params: { query: { page, limit: 3 } } }),
    );
    assert.equal(groups.total_item_count, 4);
    assert.equal(groups.items_per_page, 3);
    assert.equal(groups.current_page, page);
    names.push(...groups.items.map((group) => group.name));
    more = page * groups.items_per_page < groups.total_item_count;
  }
  assert.deepEqual(names, ["summarisers", "a", "b", "c"]);
  for (const name of ["Ada", "Zoe"]) {
    answered(await client.POST("/v4/models", { body: { name, model_type: "AGENT", account_id } }));
  }
  const models = answered(
    await client.GET("/v4/models", { params: { query: { sort_by: ["name:desc", "id:asc"] } } }),
  );
  assert.deepEqual(models.items.map((model) => model.name), ["Zoe", "GPT-4o", "Ada"]);
}

async function aModelIsUpdatedDeployedAndDeleted(model: ModelInstance) {
  const path = { model_id: model.id };
  const described = answered(
    await client.PATCH("/v4/models/{model_id}", {
      params: { path },
      body: { description: "two sentences", model_vendor: null },
    }),
  );
  assert.equal(described.description, "two sentences");
  assert.ok(!("model_vendor" in described));
  const deployment = answered(
    await client.POST("/v4/models/{model_instance_id}/deployments", {
      params: { path: { model_instance_id: model.id } },
      body: { name: "staging" },
    }),
  );
  assert.equal(deployment.model_instance_id, model.id);
  const deleted = answered(await client.DELETE("/v4/models/{model_id}", { params: { path } }));
  assert.deepEqual(deleted, { count: 1, success: true });
  const missing = refused(404, await client.GET("/v4/models/{model_id}", { params: { path } }));
  assert.equal(typeof missing.detail, "string");
}

async function refusalsHaveTheBodiesOfTheDocument() {
  const stranger = refused(401, await clientWith("modelreg_wrong").GET("/v4/models"));
  assert.equal(typeof stranger.detail, "string");
  refused(403, await client.POST("/v4/model-groups", { body: { name: "g", account_id: "other" } }));
  const wrong = await client.POST("/v4/models", {
    // @ts-expect-error: what the document refuses, the compiler refuses
    body: { model_type: "CHAT", account_id },
  });
  assert.deepEqual(faultsOf(refused(422, wrong)), [
    [["body", "name"], "missing"],
    [["body", "model_type"], "enum"],
  ]);
  // @ts-expect-error: a limit is a number
  const many = await client.GET("/v4/models", { params: { query: { limit: "many" } } });
  assert.deepEqual(faultsOf(refused(422, many)), [[["query", "limit"], "int_parsing"]]);
}

const [group, model] = await createBoth();
await aModelIsAddedToAGroup(group, model);
await listsComeInPages();
await refusalsHaveTheBodiesOfTheDocument();
await aModelIsUpdatedDeployedAndDeleted(model);
