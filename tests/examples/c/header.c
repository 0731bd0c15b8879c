/* The example of the header, to the letter. */
#include <modelreg/modelreg.h>
#include <stdio.h>

int main(void) {
  modelreg_registry* registry = modelreg_open("models.db", 0);
  char secret[MODELREG_SECRET_SIZE];
  modelreg_create_api_key(registry, "acme", "ada", "", secret);

  const modelreg_header key = {modelreg_text_of("x-api-key"), modelreg_text_of(secret)};
  modelreg_request request = {0};
  request.method = modelreg_text_of("GET");
  request.target = modelreg_text_of("/v4/models?limit=5");
  request.headers = &key;
  request.header_count = 1;
  modelreg_response* response = modelreg_handle(registry, &request, 0);
  fwrite(response->body.data, 1, response->body.size, stdout);

  modelreg_free_response(response);
  modelreg_close(registry);
  return 0;
}
