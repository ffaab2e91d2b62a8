"""What was asked of the API and what it answered, in the words of the status pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.domain.frozen import frozen

if TYPE_CHECKING:
    from mtui.domain.jobs import JobId, VersionId


@frozen
class ApiCall:
    """One call in a person's words and in HTTP's."""

    operation: str
    """What it does, as words that follow "could not": ``delete version``, ``list jobs``."""
    method: str
    """GET, POST, PUT or DELETE."""
    job_id: JobId | None = None
    version_id: VersionId | None = None
    only_asks: bool = False
    """Whether it changes nothing although it is no GET, as a search is."""

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing."""
        return self.only_asks or self.method == "GET"

    @property
    def subject(self) -> str:
        """The call with its ids: ``delete version 278813 of job 182626``."""
        words = self.operation
        if self.version_id is not None:
            words += f" {self.version_id}"
            if self.job_id is not None:
                words += f" of job {self.job_id}"
        elif self.job_id is not None:
            words += f" {self.job_id}"
        return words


@frozen
class ApiAnswer:
    """The service's answer to one call; also stands for an answer that never came."""

    call: ApiCall
    http_status: int | None
    """None when no HTTP answer arrived."""
    error_code: str = ""
    """Such as ``ModelArts.0105``; empty on success and where the body had none."""
    error_msg: str = ""
    """The service's message as it came: data, never markup."""
    request_id: str = ""
    """What the vendor's support asks for."""
    at_ms: int = 0
    """When it arrived, in epoch milliseconds."""
    elapsed_ms: int = 0
    """From the first byte sent to the answer, in milliseconds."""
