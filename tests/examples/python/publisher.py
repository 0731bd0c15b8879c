"""An application's code, which calls the platform by httpx and knows of no registry."""


def publish(client, account_id, name, model_type):
    """Make a model, and a group of the same name for it. Returns the model."""
    group = created(client, "/v4/model-groups", name=name, account_id=account_id)
    model = created(client, "/v4/models", name=name, model_type=model_type, account_id=account_id)
    return checked(client.post(f"/v4/model-groups/{group['id']}/models/{model['id']}"))


def created(client, path, **fields):
    return checked(client.post(path, json=fields))


def checked(response):
    response.raise_for_status()
    return response.json()
