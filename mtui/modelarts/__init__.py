"""A typed, asynchronous client of ModelArts' training APIs (v1, v2) and what they need of IAM.

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

from mtui.modelarts.authentication import Authentication, RenewableAuth, SelfCheckAuth, TokenAuth
from mtui.modelarts.calling import WritePolicy
from mtui.modelarts.client import ModelArtsClient
from mtui.modelarts.exchange import Exchange, Reply
from mtui.modelarts.identity import IamClient, IssuedToken, PasswordAuth, PasswordLogin
from mtui.modelarts.listing import SORT_FIELDS, JobListQuery
from mtui.modelarts.regions import KNOWN_REGIONS, Endpoints, endpoints_for
from mtui.modelarts.retry import RetryPolicy
from mtui.modelarts.signing import AkSk, AkSkAuth
from mtui.modelarts.transport import open_http
from mtui.modelarts.v2_client import MAX_BATCH, ModelArtsV2Client
from mtui.modelarts.v2_search import FILTER_KEYS, JobSearch, SearchFilter

__all__ = [
    "FILTER_KEYS",
    "KNOWN_REGIONS",
    "MAX_BATCH",
    "SORT_FIELDS",
    "AkSk",
    "AkSkAuth",
    "Authentication",
    "Endpoints",
    "Exchange",
    "IamClient",
    "IssuedToken",
    "JobListQuery",
    "JobSearch",
    "ModelArtsClient",
    "ModelArtsV2Client",
    "PasswordAuth",
    "PasswordLogin",
    "RenewableAuth",
    "Reply",
    "RetryPolicy",
    "SearchFilter",
    "SelfCheckAuth",
    "TokenAuth",
    "WritePolicy",
    "endpoints_for",
    "open_http",
]
