"""A typed, asynchronous client of ModelArts' training API (v1) and what it needs of IAM.

One exchange per service carries the calls::

    async with open_http(timeout_s=20) as http:
        auth = AkSkAuth(AkSk("AK", Secret("SK")), clock=time.time)
        exchange = Exchange(
            http,
            base_url=endpoints_for("cn-north-4").modelarts,
            auth=auth,
            clock=time.time,
            sleep=asyncio.sleep,
        )
        client = ModelArtsClient(exchange, project_id="0123…")
        async for page in client.list_jobs(JobListQuery()):
            ...
"""

from mtui.modelarts.authentication import Authentication, TokenAuth
from mtui.modelarts.client import ModelArtsClient, WritePolicy
from mtui.modelarts.exchange import Exchange, Reply
from mtui.modelarts.identity import IamClient, IssuedToken, PasswordAuth, PasswordLogin
from mtui.modelarts.listing import SORT_FIELDS, JobListQuery
from mtui.modelarts.regions import KNOWN_REGIONS, Endpoints, endpoints_for
from mtui.modelarts.retry import RetryPolicy
from mtui.modelarts.signing import AkSk, AkSkAuth
from mtui.modelarts.transport import open_http

__all__ = [
    "KNOWN_REGIONS",
    "SORT_FIELDS",
    "AkSk",
    "AkSkAuth",
    "Authentication",
    "Endpoints",
    "Exchange",
    "IamClient",
    "IssuedToken",
    "JobListQuery",
    "ModelArtsClient",
    "PasswordAuth",
    "PasswordLogin",
    "Reply",
    "RetryPolicy",
    "TokenAuth",
    "WritePolicy",
    "endpoints_for",
    "open_http",
]
