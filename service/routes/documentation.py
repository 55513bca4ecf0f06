"""The REST documentation as one plain page: no script, nothing from another site."""

import base64
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.security import HEADERS

router = APIRouter()

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1f2933}code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f4f6f8;"
    "padding:.75rem;overflow:auto}summary{cursor:pointer;padding:.25rem 0}"
    "table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;"
    "padding:.2rem .8rem .2rem 0}th{font-weight:600}"
)
_STYLE_HASH: Final = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = HEADERS["content-security-policy"] + f"; style-src 'sha256-{_STYLE_HASH}'"


@router.get("/docs", include_in_schema=False)
def read_documentation(request: Request) -> HTMLResponse:
    """Write the OpenAPI document for people; `/openapi.json` is the same for programs."""
    document: dict[str, Any] = request.app.openapi()
    page = "".join(_page(document))
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def _page(document: Mapping[str, Any]) -> Iterator[str]:
    info = document["info"]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{escape(info['title'])} REST</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{escape(info['title'])} {escape(info['version'])}: REST</h1>"
    yield f"<p>{escape(info['description'])}</p>"
    yield '<p>For programs: <a href="/openapi.json">/openapi.json</a>.</p>'
    tag = ""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            this = operation["tags"][0]
            if this != tag:
                yield f"<h2>{escape(this)}</h2>"
                tag = this
            yield from _operation(document, method.upper(), path, operation)
    yield "</main></body></html>"


def _operation(
    document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]
) -> Iterator[str]:
    yield f"<details><summary><code>{method} {escape(path)}</code> "
    yield f"{escape(operation['summary'])}</summary>"
    if "description" in operation:
        yield f"<p>{escape(operation['description'])}</p>"
    if parameters := operation.get("parameters"):
        yield "<table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>"
        for parameter in parameters:
            need = ", required" if parameter.get("required") else ""
            meaning = parameter.get("description", "")
            yield f"<tr><td><code>{escape(parameter['name'])}</code></td>"
            yield f"<td>{escape(parameter['in'])}{need}</td><td>{escape(meaning)}</td></tr>"
        yield "</table>"
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _body(document, content["schema"])
    answers = ", ".join(sorted(operation["responses"]))
    yield f"<p>Answers: {escape(answers)}</p></details>"


def _body(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    shape = document["components"]["schemas"].get(str(schema.get("$ref", "")).rsplit("/", 1)[-1])
    if shape is None:
        return
    required = set(shape.get("required", ()))
    yield "<table><tr><th>Field</th><th>Meaning</th></tr>"
    example: dict[str, Any] = {}
    for name, field in shape.get("properties", {}).items():
        need = " (required)" if name in required else ""
        yield f"<tr><td><code>{escape(name)}</code>{need}</td>"
        yield f"<td>{escape(field.get('description', ''))}</td></tr>"
        if field.get("examples"):
            example[name] = field["examples"][0]
    yield "</table>"
    if example:
        yield f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"
