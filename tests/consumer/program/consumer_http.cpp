#include <modelreg/http.hpp>

/// A program of a user that calls another machine; here nobody answers.
int main() {
  const auto transport = modelreg::http_transport({.base_url = "http://127.0.0.1:1"});
  try {
    transport->send({.method = "GET", .target = "/v4/models"});
  } catch (const modelreg::Error& error) {
    return error.code() == modelreg::ErrorCode::unavailable ? 0 : 1;
  }
  return 1;
}
