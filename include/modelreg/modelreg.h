#ifndef MODELREG_MODELREG_H
#define MODELREG_MODELREG_H

/// A registry for programs in C, and in whatever language calls C: requests of the hosted
/// platform's API, answered in this process without a server or a port, as by `modelreg::handle`.
///
///     modelreg_registry* registry = modelreg_open("models.db", 0);
///     char secret[MODELREG_SECRET_SIZE];
///     modelreg_create_api_key(registry, "acme", "ada", "", secret);
///
///     const modelreg_header key = {modelreg_text_of("x-api-key"), modelreg_text_of(secret)};
///     modelreg_request request = {0};
///     request.method = modelreg_text_of("GET");
///     request.target = modelreg_text_of("/v4/models?limit=5");
///     request.headers = &key;
///     request.header_count = 1;
///     modelreg_response* response = modelreg_handle(registry, &request, 0);
///     fwrite(response->body.data, 1, response->body.size, stdout);
///
///     modelreg_free_response(response);
///     modelreg_close(registry);
///
/// A call that fails returns NULL or false, and `modelreg_last_error` says why; no exception leaves
/// it. NULL where it is not allowed is refused with `invalid_argument`, and so is an option that
/// this version does not know. No call keeps a pointer that it was given.
///
/// Thread safety: a registry may be used from any number of threads; `modelreg_close` comes after
/// the last call of any of them. A process that was forked opens a registry of its own.

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "modelreg/export.hpp"

#ifdef __cplusplus
extern "C" {
#endif

/// An open registry.
typedef struct modelreg_registry modelreg_registry;

/// Bytes, and how many. `data` may be NULL if there are none.
typedef struct modelreg_text {
  const char* data;
  size_t size;
} modelreg_text;

/// The bytes of a text that ends with NUL, which is none of them. NULL is no bytes.
static inline modelreg_text modelreg_text_of(const char* text) {
  modelreg_text bytes;
  bytes.data = text;
  bytes.size = text == NULL ? 0 : strlen(text);
  return bytes;
}

/// One header of a request or a response. Names are compared without regard to case.
typedef struct modelreg_header {
  modelreg_text name;
  modelreg_text value;
} modelreg_header;

/// A request of the platform's API.
typedef struct modelreg_request {
  modelreg_text method;  ///< In capitals, as in HTTP.
  modelreg_text target;  ///< Path and query, percent-encoded: `/v4/models?limit=5`.
  const modelreg_header* headers;
  size_t header_count;
  modelreg_text body;  ///< At most 8 MiB.
} modelreg_request;

/// The answer to a request. Each of its texts is followed by a NUL that is not counted.
typedef struct modelreg_response {
  int status;
  const modelreg_header* headers;  ///< Always with `content-type: application/json`.
  size_t header_count;
  modelreg_text body;  ///< JSON in UTF-8; empty for `HEAD`.
} modelreg_response;

/// Why a call failed.
typedef struct modelreg_error {
  const char* code;     ///< As `modelreg::ErrorCode` is spelt, or `out_of_memory`, or `unexpected`.
  const char* message;  ///< One sentence in English, of at most 2,000 bytes of UTF-8.
} modelreg_error;

/// How a registry is opened: 0, or several of these by `|`.
enum {
  MODELREG_READ_ONLY = 1,   ///< Every change is refused.
  MODELREG_MUST_EXIST = 2,  ///< A missing file is refused with `not_found`, not made.
  MODELREG_TRUST_ANY = 4    ///< A file that others may write to is opened, too.
};

/// How requests are answered: 0, or several of these by `|`.
enum {
  MODELREG_CURRENT_EDITION = 1,       ///< As the platform's newest client expects it.
  MODELREG_REJECT_UNKNOWN_FIELDS = 2  ///< 422 for a field that the contract does not name.
};

/// Room for the secret of an API key, its NUL included.
enum { MODELREG_SECRET_SIZE = 128 };

/// Open the registry stored at `path`, in UTF-8, as `modelreg::Registry::open`: a missing file is
/// made, and an older schema brought up to date.
MODELREG_EXPORT modelreg_registry* modelreg_open(const char* path, unsigned options);

/// Make an empty registry that lives in memory, until it is closed.
MODELREG_EXPORT modelreg_registry* modelreg_open_in_memory(void);

/// End the use of a registry. NULL is none, and nothing happens.
MODELREG_EXPORT void modelreg_close(modelreg_registry* registry);

/// Make an API key with which `user_id` acts in the account, and write its secret to `secret`,
/// ended by a NUL. The registry keeps a digest of it alone: it cannot be had again. `label` says
/// what the key is for, and may be NULL. After a failure `secret` is an empty text.
MODELREG_EXPORT bool modelreg_create_api_key(modelreg_registry* registry, const char* account_id,
                                             const char* user_id, const char* label,
                                             char secret[MODELREG_SECRET_SIZE]);

/// Answer the request as the hosted platform would. What is wrong with the request is said by the
/// status of the answer; where there is none, but NULL, nothing was done. If memory runs out later,
/// the answer is 500 with neither headers nor body, and what was asked for may have been done.
/// It is given back with `modelreg_free_response`, and good until then, whatever becomes of the
/// registry.
MODELREG_EXPORT modelreg_response* modelreg_handle(modelreg_registry* registry,
                                                   const modelreg_request* request,
                                                   unsigned options);

/// Give an answer back. NULL is none, and nothing happens.
MODELREG_EXPORT void modelreg_free_response(modelreg_response* response);

/// Copy the whole registry, API keys included, to the new file `path`, in UTF-8, while others read
/// it. There is no file after a failure.
MODELREG_EXPORT bool modelreg_snapshot(modelreg_registry* registry, const char* path);

/// Why the last call of this thread that failed did so; two empty texts if none has. Calls that
/// succeed leave it as it is, and other threads have their own. It is good until the next call of
/// this thread that fails, and is never NULL.
MODELREG_EXPORT const modelreg_error* modelreg_last_error(void);

#ifdef __cplusplus
}
#endif

#endif
