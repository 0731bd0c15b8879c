/* A program in C that uses the platform's API offline: it makes a model and a group, adds one to
   the other, and shows what is in the group. */
#include <modelreg/modelreg.h>
#include <stdio.h>
#include <stdlib.h>

static char secret[MODELREG_SECRET_SIZE];

static void stop(const char* what) {
  const modelreg_error* error = modelreg_last_error();
  fprintf(stderr, "%s: %s (%s)\n", what, error->message, error->code);
  exit(1);
}

/* Ask, show the answer, and keep the id in it: a program of this kind has a library for JSON. */
static void ask(modelreg_registry* registry, const char* method, const char* target,
                const char* body, char id[64]) {
  const modelreg_header headers[] = {
      {modelreg_text_of("x-api-key"), modelreg_text_of(secret)},
      {modelreg_text_of("content-type"), modelreg_text_of("application/json")},
  };
  const modelreg_request request = {
      .method = modelreg_text_of(method),
      .target = modelreg_text_of(target),
      .headers = headers,
      .header_count = 2,
      .body = modelreg_text_of(body),
  };
  modelreg_response* response = modelreg_handle(registry, &request, 0);
  if (response == NULL) stop(target);
  printf("%s %s: %d\n%s\n", method, target, response->status, response->body.data);
  const char* found = strstr(response->body.data, "\"id\":\"");
  if (response->status != 200 || found == NULL || sscanf(found, "\"id\":\"%63[^\"]", id) != 1)
    exit(1);
  modelreg_free_response(response);
}

int main(int count, char** arguments) {
  modelreg_registry* registry =
      count > 1 ? modelreg_open(arguments[1], 0) : modelreg_open_in_memory();
  if (registry == NULL) stop("no registry");
  if (!modelreg_create_api_key(registry, "acme", "ada", "example", secret)) stop("no key");

  char group[64], model[64], found[64], target[256];
  ask(registry, "POST", "/v4/model-groups", "{\"name\": \"Summarisers\", \"account_id\": \"acme\"}",
      group);
  ask(registry, "POST", "/v4/models",
      "{\"name\": \"GPT-4o\", \"model_type\": \"CHAT_COMPLETION\", \"account_id\": \"acme\"}",
      model);
  snprintf(target, sizeof target, "/v4/model-groups/%s/models/%s", group, model);
  ask(registry, "POST", target, NULL, found);
  snprintf(target, sizeof target, "/v4/models?model_group_id=%s", group);
  ask(registry, "GET", target, NULL, found);

  modelreg_close(registry);
  return strcmp(model, found) == 0 ? 0 : 1;
}
