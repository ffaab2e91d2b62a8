"""What the service's error codes mean, offline: cause, whether retrying helps, who can mend it.

Sources: the vendor's tables 03_0095 (current) and CN-2019 (the one that fits v1 best), the
gateway's apig_03_0048, and what is documented of IAM. Code numbers were reused over the years:
the service's own message always goes before what stands here.
"""

from __future__ import annotations

from enum import StrEnum

from mtui.domain.frozen import frozen

_MODELARTS = "https://support.huaweicloud.com/intl/en-us/api-modelarts/modelarts_03_0095.html"
_GATEWAY = (
    "https://github.com/opentelekomcloud-docs/api-gateway/blob/main/umn/source/"
    "published_api_calling/error_codes.rst"
)
_IAM = "https://github.com/huaweicloudDocs/iam"


class Retry(StrEnum):
    """Whether asking again helps."""

    YES = "yes, after a moment"
    LATER = "later, once its state has changed"
    NO = "no"


class Fixer(StrEnum):
    """Who can do something about it."""

    YOU = "you"
    ADMIN = "your account's administrator"
    VENDOR = "the service; its support asks for the request id"
    NOBODY = "nobody needs to"


@frozen
class Explanation:
    """What is known of one code."""

    cause: str
    retry: Retry
    fixer: Fixer
    link: str
    """The vendor's page about it."""


def explain(code: str) -> Explanation | None:
    """Return what a code means, or None for a code that nobody documented.

    ``APIG.`` is the gateway's prefix on other clouds; the numbers are the same (api.md §3.6).
    """
    family, _, number = code.partition(".")
    match family:
        case "ModelArts":
            row, link = _MODELARTS_CODES.get(number), _MODELARTS
        case "APIGW" | "APIG":
            row, link = _GATEWAY_CODES.get(number), _GATEWAY
        case "IAM":
            row, link = _IAM_CODES.get(number), _IAM
        case _:
            return None
    return None if row is None else Explanation(*row, link)


_Row = tuple[str, Retry, Fixer]

_TOKEN = ("The login or its token was not accepted.", Retry.NO, Fixer.YOU)
_BUSY = ("Too many requests; the service asks to slow down.", Retry.YES, Fixer.NOBODY)
_INTERNAL = ("The service failed inside.", Retry.YES, Fixer.VENDOR)
_PARAMETER = ("The request has a value that the service does not take.", Retry.NO, Fixer.YOU)
_ACCOUNT = ("The account is suspended, restricted or in arrears.", Retry.NO, Fixer.ADMIN)
_RIGHTS = ("This user may not do this here.", Retry.NO, Fixer.ADMIN)
_GONE = ("The job or version does not exist, or not any more.", Retry.NO, Fixer.NOBODY)
_STATE = ("Its present state does not allow this.", Retry.LATER, Fixer.NOBODY)
_KEYS = ("The access key does not exist or is not usable.", Retry.NO, Fixer.YOU)

_MODELARTS_CODES: dict[str, _Row] = {
    "0010": _INTERNAL,
    "0012": ("The service timed out inside.", Retry.YES, Fixer.VENDOR),
    "0013": ("The service could not connect inside.", Retry.YES, Fixer.VENDOR),
    "0015": _GONE,
    "0101": _PARAMETER,
    "0102": ("The resource (or, on newer calls, the workspace) does not exist.", *_GONE[1:]),
    "0103": ("The name is taken.", Retry.NO, Fixer.YOU),
    "0104": _PARAMETER,
    "0105": (
        (
            "The operation is forbidden in the present state, such as deleting while it is being"
            " cancelled (status 9), or stopping what does not run."
        ),
        *_STATE[1:],
    ),
    "0106": ("A quota is used up.", Retry.NO, Fixer.ADMIN),
    "0107": _PARAMETER,
    "0108": _RIGHTS,
    "0109": _ACCOUNT,
    "0111": ("ModelArts is not opened for this account.", Retry.NO, Fixer.ADMIN),
    "0112": (
        "A policy forbids it: this user lacks a right such as modelarts:trainJobVersion:delete.",
        *_RIGHTS[1:],
    ),
    "0113": ("The workspace's quota is used up.", Retry.NO, Fixer.ADMIN),
    "0114": _BUSY,
    "0118": ("A quota is used up.", Retry.NO, Fixer.ADMIN),
    "0201": ("The request carried no token.", *_TOKEN[1:]),
    "0202": ("The token has expired.", *_TOKEN[1:]),
    "0203": ("The token is not valid.", *_TOKEN[1:]),
    "0204": ("The token is incomplete or lacks a project.", *_TOKEN[1:]),
    "0205": _TOKEN,
    "0206": ("The access key was not accepted.", *_KEYS[1:]),
    "0207": ("The token is not for this region's project.", *_TOKEN[1:]),
    "0208": _KEYS,
    "0209": ("The user is not valid.", Retry.NO, Fixer.ADMIN),
    "0210": ("The project of the address is not the login's.", Retry.NO, Fixer.YOU),
    "0211": ("IAM refused the access key.", *_KEYS[1:]),
    "0212": ("The token has no project.", *_TOKEN[1:]),
    "0428": ("ModelArts has no agency to act for this user.", Retry.NO, Fixer.ADMIN),
    "2751": ("A training job of that name exists.", Retry.NO, Fixer.YOU),
    "2764": _PARAMETER,
    "2771": _RIGHTS,
    "2775": ("There is no training job with this id, or not any more.", *_GONE[1:]),
    "2784": ("The token is not valid.", *_TOKEN[1:]),
    "2785": ("ModelArts was not granted an agency.", Retry.NO, Fixer.ADMIN),
    "2786": ("The project of the address is not the token's.", Retry.NO, Fixer.YOU),
    "2787": _PARAMETER,
    "2788": _PARAMETER,
    "2796": ("The job is not running any more, so it cannot be stopped.", *_STATE[1:]),
    "2799": _BUSY,
    "2803": ("This call is not offered here.", Retry.NO, Fixer.VENDOR),
    "2813": ("The job cannot be restarted in its present state.", *_STATE[1:]),
    "2836": ("This path does not exist on the service.", Retry.NO, Fixer.VENDOR),
    "2837": _ACCOUNT,
    "2838": ("The workspace's policy forbids it.", *_RIGHTS[1:]),
    "2858": ("This operation is not supported.", Retry.NO, Fixer.VENDOR),
    "2878": ("The job's state changed meanwhile.", Retry.YES, Fixer.NOBODY),
    "3801": _KEYS,
    "4106": _ACCOUNT,
    "4116": _ACCOUNT,
    "4118": _ACCOUNT,
    "4127": _TOKEN,
    "4201": ("The token is not valid.", *_TOKEN[1:]),
    "4204": ("This API does not exist in this region.", Retry.NO, Fixer.VENDOR),
    "4205": ("The service timed out.", Retry.YES, Fixer.VENDOR),
    "4206": _BUSY,
    "4302": ("A part of the service is not available.", Retry.YES, Fixer.VENDOR),
    "4503": ("A part of the service timed out.", Retry.YES, Fixer.VENDOR),
    "4700": ("The service is being upgraded.", Retry.YES, Fixer.NOBODY),
    "4828": ("The version cannot be deleted in its present state.", *_STATE[1:]),
    "4851": _GONE,
    "6101": ("The system is busy.", Retry.YES, Fixer.NOBODY),
    "6201": _ACCOUNT,
    "6203": _ACCOUNT,
    "6357": ("It is in that state already.", Retry.NO, Fixer.NOBODY),
    "7002": ("This user may not enter the workspace.", *_RIGHTS[1:]),
    "7003": ("This user may not list IAM users.", *_RIGHTS[1:]),
    "7004": ("The workspace is in an abnormal state.", Retry.LATER, Fixer.ADMIN),
    "7005": ("The workspace does not exist.", Retry.NO, Fixer.YOU),
    "50004000": ("The request is not understood.", *_PARAMETER[1:]),
}

_GATEWAY_CODES: dict[str, _Row] = {
    "0101": (
        (
            "This API does not exist here. In younger regions the first generation of training jobs"
            " (v1) may not be served at all."
        ),
        Retry.NO,
        Fixer.VENDOR,
    ),
    "0201": ("The request is not well formed, or too large.", *_PARAMETER[1:]),
    "0202": ("What stands behind the gateway is not available.", Retry.YES, Fixer.VENDOR),
    "0203": ("What stands behind the gateway timed out.", Retry.YES, Fixer.VENDOR),
    "0301": (
        (
            "Who asks was not recognised: a wrong key or token, a wrong project, or a clock that is"
            " off by more than 15 minutes. About five failures lock an access key for five minutes."
        ),
        Retry.NO,
        Fixer.YOU,
    ),
    "0302": _RIGHTS,
    "0303": ("The signature was not accepted; the clock may be off.", Retry.NO, Fixer.YOU),
    "0304": _RIGHTS,
    "0305": _TOKEN,
    "0306": _RIGHTS,
    "0307": ("The token must be renewed, or belongs to another region.", Retry.NO, Fixer.YOU),
    "0308": ("The gateway's request limit is reached.", *_BUSY[1:]),
    "0310": ("The project is not available.", Retry.NO, Fixer.ADMIN),
    "0401": ("This address may not ask.", Retry.NO, Fixer.ADMIN),
    "0402": ("This address is refused.", Retry.NO, Fixer.ADMIN),
    "0405": ("This address is not trusted.", Retry.NO, Fixer.ADMIN),
    "0501": ("The application's quota is used up.", Retry.LATER, Fixer.ADMIN),
    "0502": ("The application is frozen.", Retry.NO, Fixer.ADMIN),
    "0601": _INTERNAL,
    "0602": ("The request is not understood.", *_PARAMETER[1:]),
    "0613": ("The login service is not available.", Retry.YES, Fixer.VENDOR),
    "0802": ("This user may not use this region.", Retry.NO, Fixer.ADMIN),
}

_IAM_CODES: dict[str, _Row] = {
    "0011": ("The login was refused.", Retry.NO, Fixer.YOU),
}
