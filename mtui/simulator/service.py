"""The whole cloud behind one address: takes requests, keeps a record, tells the truth."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mtui.simulator import iam, routes
from mtui.simulator.accounts import Accounts
from mtui.simulator.faults import FaultPlan
from mtui.simulator.gateway import authenticate
from mtui.simulator.refusals import GatewayError, IdentityError, RefusedError
from mtui.simulator.rules import Rules
from mtui.simulator.state import Project
from mtui.simulator.v2 import routes as v2_routes
from mtui.simulator.wire import Answer, Drop, http_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtui.simulator.effects import Effect
    from mtui.simulator.faults import RateLimit
    from mtui.simulator.records import VersionRecord
    from mtui.simulator.wire import Request, Response

    Clock: TypeAlias = Callable[[], float]


class RequestRecord(NamedTuple):
    """One request and what was done about it."""

    number: int
    """1 for the first."""
    at_s: float
    """When it came, in epoch seconds."""
    method: str
    path: str
    query: str
    user: str
    """Who asked, as far as that was found out; else empty."""
    outcome: str
    """``ok``, an error code, or the name of the fault."""
    status: int | None
    """The HTTP status; None where no answer came."""
    acted: bool
    """Whether it changed the state of a job or version."""


class _Visit:
    """What is found out about a request on its way."""

    __slots__ = ("outcome", "user")

    def __init__(self) -> None:
        self.user = ""
        self.outcome = "ok"


class Service:
    """IAM and ModelArts of one region; may be used from several threads."""

    def __init__(self, *, clock: Clock = time.time, rules: Rules | None = None) -> None:
        """Start with no account and no project; ``clock`` gives epoch seconds."""
        self.clock = clock
        self.rules = rules or Rules()
        self.accounts = Accounts()
        self.projects: dict[str, Project] = {}
        self.faults = FaultPlan()
        self.rate_limit: RateLimit | None = None
        self.requests: list[RequestRecord] = []
        """Everything that was asked so far, oldest first."""
        self._lock = threading.RLock()

    def add_project(
        self, project_id: str, name: str, domain_id: str, *, rules: Rules | None = None
    ) -> Project:
        """Add an empty project to an account, under the service's rules or its own."""
        project = Project(project_id, name, domain_id, rules or self.rules)
        self.projects[project_id] = project
        return project

    @property
    def project(self) -> Project:
        """The first project.

        Raises:
            LookupError: there is none.
        """
        for project in self.projects.values():
            return project
        raise LookupError("the service has no project")

    def handle(self, request: Request) -> Answer:
        """Answer a request, as far as no fault prevents it."""
        with self._lock:
            now_s = self.clock()
            number = len(self.requests) + 1
            visit = _Visit()
            before = self._changes(now_s)

            def act() -> Response:
                return self._act(request, visit, number, now_s)

            if self.rate_limit is not None and self.rate_limit.refuses(request, now_s):
                effect: Effect | None = self.rate_limit.effect
            else:
                effect = self.faults.pick(request)
            if effect is None:
                answer: Answer = act()
            else:
                answer = effect.run(act)
                visit.outcome = effect.name
            record = RequestRecord(
                number,
                now_s,
                request.method,
                request.path,
                request.query,
                visit.user,
                visit.outcome,
                None if isinstance(answer, Drop) else answer.status,
                self._changes(now_s) != before,
            )
            self.requests.append(record)
            return answer if isinstance(answer, Drop) else _stamped(answer, number, now_s)

    # The truth, for tests

    def version(
        self, job_id: int | str, version_id: int | str, project_id: str | None = None
    ) -> VersionRecord | None:
        """Return a version as it is now; None if it is gone. The first project by default."""
        with self._lock:
            project = self.project if project_id is None else self.projects[project_id]
            project.settle(self.clock())
            job = project.jobs.get(int(job_id))
            return None if job is None else job.versions.get(int(version_id))

    def version_exists(
        self, job_id: int | str, version_id: int | str, project_id: str | None = None
    ) -> bool:
        """Return whether a version is there now, leaving or not."""
        return self.version(job_id, version_id, project_id) is not None

    def job_exists(self, job_id: int | str, project_id: str | None = None) -> bool:
        """Return whether a job of either generation is there now."""
        with self._lock:
            project = self.project if project_id is None else self.projects[project_id]
            project.settle(self.clock())
            return str(job_id) in project.v2.jobs or (
                str(job_id).isdigit() and int(job_id) in project.jobs
            )

    def received(self, method: str | None = None, path: str = "") -> list[RequestRecord]:
        """Return the requests of this method whose path this regular expression finds."""
        wanted = re.compile(path)
        return [
            record
            for record in list(self.requests)
            if method in (None, record.method) and wanted.search(record.path)
        ]

    def _changes(self, now_s: float) -> int:
        total = 0
        for project in self.projects.values():
            project.settle(now_s)
            total += project.changes + project.v2.changes
        return total

    def _act(self, request: Request, visit: _Visit, number: int, now_s: float) -> Response:
        try:
            return self._dispatch(request, visit, now_s)
        except RefusedError as error:
            visit.outcome = error.code
            is_bare = routes.segments_of(request.path)[0] == "v2"
            return error.bare_response() if is_bare else error.response(self.rules.failure)
        except IdentityError as error:
            visit.outcome = error.code
            return error.response()
        except GatewayError as error:
            visit.outcome = error.code
            return error.response(_request_id(number))

    def _dispatch(self, request: Request, visit: _Visit, now_s: float) -> Response:
        segments = routes.segments_of(request.path)
        if segments[0] in ("v3", "v3.0"):
            directory = iam.Directory(self.accounts, self.projects, self.rules)
            response, user = iam.answer(request, directory, now_s)
            visit.user = user.name
            return response
        if segments[0] not in ("v1", "v2") or len(segments) < 3:
            raise routes.not_served()
        caller = authenticate(request, self.accounts, now_s)
        visit.user = caller.user.name
        project = self.projects.get(segments[1])
        if (
            project is None
            or project.domain_id != caller.user.domain_id
            or caller.project_id not in (None, project.project_id)
        ):
            raise RefusedError(
                "0210", "The project id in the URL does not match the credential.", status=403
            )
        call = routes.Call(request, project, caller, now_s)
        if segments[0] == "v1" and project.rules.serves_v1:
            return routes.answer(call)
        # Workspaces are neither generation's own: they stay where v1 training is gone (api.md §6).
        if segments[0] == "v1" and segments[2] == "workspaces":
            return routes.answer(call)
        if segments[0] == "v2" and project.rules.serves_v2:
            return v2_routes.answer(call)
        raise routes.not_served()


def _request_id(number: int) -> str:
    return f"req-{number:06}"


def _stamped(response: Response, number: int, now_s: float) -> Response:
    stamps = (("X-Request-Id", _request_id(number)), ("Date", http_date(now_s)))
    return response._replace(headers=(*response.headers, *stamps))
