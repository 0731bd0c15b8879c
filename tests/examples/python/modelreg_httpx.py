"""The platform for programs that call it by httpx, in this process: without a server or a port.

    with Registry() as registry:
        client = httpx.Client(base_url="https://api.example.com", transport=registry.transport(),
                              headers={"x-api-key": registry.create_api_key("acme", "ada")})
        client.get("/v4/models").json()

It calls libmodelreg.so, by the functions of <modelreg/modelreg.h>; MODELREG_LIBRARY is its path where
the system does not find it. Registries, transports and clients may be used from any thread.
"""

import ctypes
import ctypes.util
import os

import httpx


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(ctypes.c_char)), ("size", ctypes.c_size_t)]

    def __init__(self, text):
        super().__init__(ctypes.cast(text, ctypes.POINTER(ctypes.c_char)), len(text))

    def __bytes__(self):
        return self.data[: self.size]


class Header(ctypes.Structure):
    _fields_ = [("name", Text), ("value", Text)]


class Request(ctypes.Structure):
    _fields_ = [("method", Text), ("target", Text), ("headers", ctypes.POINTER(Header)),
                ("header_count", ctypes.c_size_t), ("body", Text)]


class Response(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("headers", ctypes.POINTER(Header)),
                ("header_count", ctypes.c_size_t), ("body", Text)]


class LastError(ctypes.Structure):
    _fields_ = [("code", ctypes.c_char_p), ("message", ctypes.c_char_p)]


def _function(name, result, *parameters):
    function = getattr(_library, name)
    function.restype, function.argtypes = result, parameters
    return function


_library = ctypes.CDLL(os.environ.get("MODELREG_LIBRARY") or ctypes.util.find_library("modelreg"))
_open = _function("modelreg_open", ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint)
_open_in_memory = _function("modelreg_open_in_memory", ctypes.c_void_p)
_close = _function("modelreg_close", None, ctypes.c_void_p)
_create_api_key = _function("modelreg_create_api_key", ctypes.c_bool, ctypes.c_void_p,
                            *[ctypes.c_char_p] * 4)
_handle = _function("modelreg_handle", ctypes.POINTER(Response), ctypes.c_void_p,
                    ctypes.POINTER(Request), ctypes.c_uint)
_free_response = _function("modelreg_free_response", None, ctypes.POINTER(Response))
_snapshot = _function("modelreg_snapshot", ctypes.c_bool, ctypes.c_void_p, ctypes.c_char_p)
_last_error = _function("modelreg_last_error", ctypes.POINTER(LastError))

CURRENT_EDITION, REJECT_UNKNOWN_FIELDS = 1, 2  # options of a transport, or both by |


class RegistryError(Exception):
    """`code` is as in modelreg::ErrorCode, `not_found` for instance."""

    def __init__(self, error):
        super().__init__(error.message.decode())
        self.code = error.code.decode()


def _checked(result):
    if not result:
        raise RegistryError(_last_error().contents)
    return result


class Registry:
    """One in memory, or that of a file."""

    def __init__(self, path=None):
        self._handle = _checked(_open_in_memory() if path is None else _open(os.fsencode(path), 0))

    def create_api_key(self, account_id, user_id, label=""):
        secret = ctypes.create_string_buffer(128)
        _checked(_create_api_key(self._handle, account_id.encode(), user_id.encode(), label.encode(),
                                 secret))
        return secret.value.decode()

    def snapshot(self, path):
        _checked(_snapshot(self._handle, os.fsencode(path)))

    def transport(self, options=0):
        return Transport(self, options)

    def answer(self, method, target, headers, body, options=0):
        """The status, the headers and the body, all texts being bytes."""
        given = (Header * len(headers))(*[Header(Text(name), Text(value)) for name, value in headers])
        request = Request(Text(method), Text(target), given, len(headers), Text(body))
        response = _checked(_handle(self._handle, request, options))
        try:
            found = response.contents
            return (found.status, [(bytes(header.name), bytes(header.value))
                                   for header in found.headers[: found.header_count]],
                    bytes(found.body))
        finally:
            _free_response(response)

    def close(self):
        handle, self._handle = self._handle, None
        _close(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Transport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """For httpx.Client and httpx.AsyncClient."""

    def __init__(self, registry, options=0):
        self._registry, self._options = registry, options

    def handle_request(self, request):
        status, headers, body = self._registry.answer(
            request.method.encode(), request.url.raw_path, request.headers.raw, request.read(),
            self._options)
        return httpx.Response(status, headers=headers, content=body)

    async def handle_async_request(self, request):
        await request.aread()
        return self.handle_request(request)
