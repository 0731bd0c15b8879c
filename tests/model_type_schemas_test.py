"""What the request and response schemas of schema/json accept and refuse."""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

FOLDER = pathlib.Path(__file__).parent.parent / "schema" / "json"
MESSAGE = {"role": "user", "content": "Hello"}
TOOL = {"name": "search", "description": "Searches", "arguments": {}}
BINDINGS = {"model_request_parameters": {"bindings": {"s": "x", "i": 1, "n": 0.5, "b": True}}}

ACCEPTED = {
    "completion.request": [
        {"prompts": ["a"]},
        {"prompts": [], "temperature": 0, "stop_sequences": ["a", "b", "c", "d"], "max_tokens": 9},
    ],
    "completion.response": [
        {"completions": [["prompt", ["text"]]], "finish_reason": "stop", "prompt_tokens": 1,
         "response_tokens": 2},
    ],
    "chat_completion.request": [{"messages": [MESSAGE], "temperature": 1}],
    "chat_completion.response": [{"message": MESSAGE, "finish_reason": "stop"}],
    "embedding.request": [{"texts": ["a", "b"]}],
    "embedding.response": [{"embeddings": [["a", [0.5, -1]]], "tokens_used": 3}],
    "reranking.request": [{"query": "q", "chunks": ["a"]}],
    "reranking.response": [{"chunk_scores": [0.1, 1], "tokens_used": 3}],
    "agent.request": [
        {"messages": [MESSAGE], "tools": [TOOL], "memory_strategy": {}, "instructions": "Be brief"},
    ],
    "agent.response": [{"action": "search", "context": {}}],
    "generic.request": [{}, {"anything": [1, None]}],
    "generic.response": [{}, {"anything": [1, None]}],
}

REFUSED = {
    "completion.request": [
        {}, {"prompts": "a"}, {"prompts": [1]}, {"prompts": ["a"], "temperature": 1.1},
        {"prompts": ["a"], "temperature": -0.1}, {"prompts": ["a"], "max_tokens": 1.5},
        {"prompts": ["a"], "stop_sequences": ["1", "2", "3", "4", "5"]},
    ],
    "completion.response": [
        {}, {"completions": [["prompt"]]}, {"completions": [["prompt", "text"]]},
        {"completions": [["prompt", ["text"], 1]]},
    ],
    "chat_completion.request": [{}, {"messages": [{"role": "user"}]}, {"messages": MESSAGE}],
    "chat_completion.response": [{}, {"message": "Hello"}],
    "embedding.request": [{}, {"texts": "a"}],
    "embedding.response": [{}, {"embeddings": [["a", ["b"]]]}, {"embeddings": [], "tokens_used": .5}],
    "reranking.request": [{}, {"query": "q"}, {"chunks": []}],
    "reranking.response": [{}, {"chunk_scores": ["high"]}],
    "agent.request": [{}, {"messages": [MESSAGE]}, {"tools": [TOOL]},
                      {"messages": [], "tools": [{"name": "search"}]}],
    "agent.response": [{}, {"action": "search"}, {"context": {}}],
    "generic.request": [[], "text"],
    "generic.response": [[], "text"],
}


def main():
    faults = []
    for path in sorted(FOLDER.glob("*.json")):
        schema = json.loads(path.read_text())
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        accepted, refused = ACCEPTED[path.stem], list(REFUSED[path.stem])
        if path.stem.endswith(".request"):
            accepted = accepted + [{**accepted[0], **BINDINGS}]
            refused.append({**accepted[0], "model_request_parameters": {"bindings": {"x": []}}})
        faults += [f"{path.name} refuses {d}" for d in accepted if not validator.is_valid(d)]
        faults += [f"{path.name} accepts {d}" for d in refused if validator.is_valid(d)]
    print("\n".join(faults) or "every schema accepts and refuses what it should")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
