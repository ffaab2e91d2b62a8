"""The IAM calls that a ModelArts client needs (api.md §4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from mtui.simulator.gateway import Caller, authenticate
from mtui.simulator.refusals import IdentityError
from mtui.simulator.routes import not_served, segments_of
from mtui.simulator.wire import Response, iso_time, json_response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mtui.simulator.accounts import Accounts, User
    from mtui.simulator.rules import Rules
    from mtui.simulator.state import Project
    from mtui.simulator.wire import Request

_SHORTEST_S, _LONGEST_S = 900, 86_400


class Directory(NamedTuple):
    """What IAM looks things up in."""

    accounts: Accounts
    projects: Mapping[str, Project]
    rules: Rules


def answer(request: Request, directory: Directory, now_s: float) -> tuple[Response, User]:
    """Answer a call below ``/v3/`` or ``/v3.0/``; also return who asked.

    Raises:
        IdentityError: IAM refuses.
        GatewayError: who is asking was not accepted, or there is no such API.
    """
    match (request.method, *segments_of(request.path)):
        case ("POST", "v3", "auth", "tokens"):
            return _create_token(request, directory, now_s)
        case ("GET", "v3", "auth", "tokens"):
            caller = authenticate(request, directory.accounts, now_s)
            return _check_token(request, directory, caller, now_s), caller.user
        case ("GET", "v3", "projects"):
            caller = authenticate(request, directory.accounts, now_s)
            if "projects:list" in caller.user.denied:
                raise IdentityError(
                    403, "Forbidden", "You are not authorized to perform the requested action."
                )
            return _list_projects(request, directory, caller), caller.user
        case ("GET", "v3", "auth", "projects"):
            caller = authenticate(request, directory.accounts, now_s)
            return _list_projects(request, directory, caller), caller.user
        case ("POST", "v3.0", "OS-CREDENTIAL", "securitytokens"):
            caller = authenticate(request, directory.accounts, now_s)
            return _create_temporary_key(request, directory, caller, now_s), caller.user
        case _:
            raise not_served()


def _create_token(request: Request, directory: Directory, now_s: float) -> tuple[Response, User]:
    body = _body(request)
    person = _dig(body, "auth", "identity", "password", "user")
    methods = _dig(body, "auth", "identity", "methods")
    if not isinstance(person, dict) or methods != ["password"]:
        raise _invalid_body()
    domain, name = _dig(person, "domain", "name"), person.get("name")
    user = None
    if isinstance(domain, str) and isinstance(name, str):
        user = directory.accounts.users.get((domain, name))
    if user is None or person.get("password") != user.password:
        raise IdentityError(401, "Unauthorized", "The username or password is wrong.")
    project = _scope(body, directory, user)
    expires_at_s = now_s + directory.rules.token_life_s
    project_id = None if project is None else project.project_id
    token = directory.accounts.issue_token(user, project_id, expires_at_s)
    fields = _token_fields(user, project, now_s, expires_at_s)
    return json_response(201, {"token": fields}, (("X-Subject-Token", token.value),)), user


def _check_token(request: Request, directory: Directory, caller: Caller, now_s: float) -> Response:
    """Tell what a token holds; everybody may ask about their own (iam_30_0004)."""
    token = directory.accounts.tokens.get(request.headers.get("x-subject-token", ""))
    if token is None or token.user != caller.user or token.expires_at_s <= now_s:
        raise IdentityError(404, "Not Found", "The token does not exist or has expired.")
    project = directory.projects.get(token.project_id or "")
    issued_at_s = token.expires_at_s - directory.rules.token_life_s
    fields = _token_fields(token.user, project, issued_at_s, token.expires_at_s)
    return json_response(200, {"token": fields}, (("X-Subject-Token", token.value),))


def _token_fields(
    user: User, project: Project | None, issued_at_s: float, expires_at_s: float
) -> dict[str, object]:
    fields: dict[str, object] = {
        "expires_at": iso_time(expires_at_s),
        "issued_at": iso_time(issued_at_s),
        "methods": ["password"],
        "catalog": [],
        "roles": [{"id": "0", "name": "te_admin"}],
        "user": {
            "id": user.user_id,
            "name": user.name,
            "password_expires_at": "",
            "domain": {"id": user.domain_id, "name": user.domain},
        },
    }
    if project is not None:
        fields["project"] = {
            "id": project.project_id,
            "name": project.name,
            "domain": {"id": user.domain_id, "name": user.domain},
        }
    return fields


def _scope(body: object, directory: Directory, user: User) -> Project | None:
    wanted = _dig(body, "auth", "scope", "project")
    if not isinstance(wanted, dict):
        return None
    for project in _owned(directory, user.domain_id):
        if project.project_id == wanted.get("id") or project.name == wanted.get("name"):
            return project
    raise IdentityError(401, "Unauthorized", "The project of the scope does not exist.")


def _list_projects(request: Request, directory: Directory, caller: Caller) -> Response:
    name = dict(parse_qsl(request.query)).get("name")
    rows = [
        {
            "domain_id": project.domain_id,
            "is_domain": False,
            "parent_id": project.domain_id,
            "name": project.name,
            "description": "",
            "links": {"self": f"/v3/projects/{project.project_id}"},
            "id": project.project_id,
            "enabled": True,
        }
        for project in _owned(directory, caller.user.domain_id)
        if name in (None, project.name)
    ]
    links = {"self": request.path, "next": None, "previous": None}
    return json_response(200, {"projects": rows, "links": links})


def _create_temporary_key(
    request: Request, directory: Directory, caller: Caller, now_s: float
) -> Response:
    identity = _dig(_body(request), "auth", "identity")
    if caller.method != "token" or _dig(identity, "methods") != ["token"]:
        raise _invalid_body()
    duration = _dig(identity, "token", "duration_seconds")
    if duration is None:
        duration = _SHORTEST_S
    if not isinstance(duration, int) or not _SHORTEST_S <= duration <= _LONGEST_S:
        raise _invalid_body()
    key = directory.accounts.issue_temporary_key(caller.user, now_s + duration)
    credential = {
        "access": key.access,
        "secret": key.secret,
        "securitytoken": key.security_token,
        "expires_at": iso_time(now_s + duration),
    }
    return json_response(201, {"credential": credential})


def _owned(directory: Directory, domain_id: str) -> Iterable[Project]:
    return (p for p in directory.projects.values() if p.domain_id == domain_id)


def _body(request: Request) -> object:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise _invalid_body() from None


def _invalid_body() -> IdentityError:
    return IdentityError(400, "Bad Request", "The request body is invalid")


def _dig(value: object, *names: str) -> object:
    """Return a nested member; None where the way to it ends early."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
