"""Asking for jobs of the second generation in short."""

import json

from mtui.simulator import DEMO_PROJECT_ID, Response
from tests.simulator.caller import Caller

ROOT = f"/v2/{DEMO_PROJECT_ID}"
JOBS = f"{ROOT}/training-jobs"
SEARCH = f"{ROOT}/training-job-searches"
BATCH = f"{JOBS}/batch-delete"


def post(caller: Caller, path: str, body: object) -> Response:
    return caller.ask("POST", path, json.dumps(body).encode())


def search(caller: Caller, **body: object) -> dict[str, object]:
    answer = post(caller, SEARCH, body)
    assert answer.status == 200, answer
    fields = answer.json()
    assert isinstance(fields, dict)
    return fields


def names(caller: Caller, **body: object) -> list[object]:
    items = search(caller, **body)["items"]
    assert isinstance(items, list)
    return [item["metadata"]["name"] for item in items]


def condition(key: str, operator: str, *values: object) -> dict[str, object]:
    return {"key": key, "operator": operator, "value": list(values)}


def refused(answer: Response) -> tuple[int, object]:
    """Status and code of a refusal, which has nothing but code and message."""
    body = answer.json()
    assert isinstance(body, dict)
    assert set(body) == {"error_code", "error_msg"}
    return answer.status, body["error_code"]


def batch(*job_ids: str) -> dict[str, object]:
    return {"jobs": [{"kind": "job", "metadata": {"id": job_id}} for job_id in job_ids]}
