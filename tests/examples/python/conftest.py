"""What each test gets: a platform of its own, with nothing in it."""

import httpx
import pytest

from modelreg_httpx import Registry

BASE_URL = "https://api.example.com"  # nobody there is asked


@pytest.fixture
def registry():
    with Registry() as registry:
        yield registry


@pytest.fixture
def client(registry):
    headers = {"x-api-key": registry.create_api_key("acme", "ada")}
    with httpx.Client(base_url=BASE_URL, transport=registry.transport(), headers=headers) as client:
        yield client
