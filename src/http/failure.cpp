#include "http/failure.hpp"

#include <string>

namespace modelreg::http {
namespace {

/// Why no connection was made, and what can be done.
std::string why_not_reached(CURLcode failed) {
  switch (failed) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the name of its host was not found; check base_url and the network";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "the name of the proxy was not found; check proxy";
    case CURLE_COULDNT_CONNECT:
      return "its host refused the connection, or no way leads there; check base_url and whether "
             "the server runs";
    case CURLE_OPERATION_TIMEDOUT:
      return "its host did not answer in time; check base_url and the network, or allow more time "
             "(connect_timeout)";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "TLS failed, since the certificate of its host is not to be trusted; if it is your "
             "own, name the certificate of its authority (ca_file)";
    case CURLE_SSL_CACERT_BADFILE:
      return "TLS failed, since the certificates to trust cannot be read; check ca_file";
    case CURLE_SSL_CONNECT_ERROR:
      return "TLS failed: what answers there speaks no TLS, or none that this machine knows; check "
             "the port in base_url";
    default:
      return std::string("the connection failed: ") + curl_easy_strerror(failed);
  }
}

/// Why there is no answer, though the request was sent.
std::string why_no_answer(CURLcode failed, const Progress& progress) {
  if (progress.sent_twice) return "the connection broke before there was an answer";
  switch (failed) {
    case CURLE_OPERATION_TIMEDOUT:
      return "the answer did not come in time (timeout)";
    case CURLE_GOT_NOTHING:
      return "the connection was closed without an answer";
    case CURLE_PARTIAL_FILE:
      return "the connection broke in the middle of the answer";
    default:
      return std::string("the connection broke: ") + curl_easy_strerror(failed);
  }
}

/// What is no HTTP, for a failure that is the answer's.
const char* why_no_http(CURLcode failed) {
  switch (failed) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "what answers does not speak HTTP; check base_url";
    case CURLE_BAD_CONTENT_ENCODING:
      return "the answer is compressed in a way that cannot be undone";
    default:
      return nullptr;
  }
}

}  // namespace

Error error_of(CURLcode failed, const Progress& progress) {
  if (progress.too_large) {
    return {ErrorCode::unexpected_answer,
            "the answer is larger than 16 MiB; ask for fewer records at once (limit)"};
  }
  if (!progress.sent) {
    return {ErrorCode::unavailable, "the platform was not reached: " + why_not_reached(failed)};
  }
  if (const char* const found = why_no_http(failed)) {
    return {ErrorCode::unexpected_answer, std::string("there is no answer to read: ") + found};
  }
  return {ErrorCode::outcome_unknown, "whether the platform carried out the request is unknown: " +
                                          why_no_answer(failed, progress)};
}

}  // namespace modelreg::http
