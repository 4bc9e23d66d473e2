"""The closed part of the machine door: who asks with a key, and how much of its day is left."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from xiangji.core.accounts.keys import ApiKey, Caller, Rate, caller

router = Router(tags=["keys"], auth=ApiKey())


class Said(Schema):
    """A refusal: a code for machines, a sentence for people."""

    code: str
    sentence: str


class KeyOut(Schema):
    """`place` is what the key may ask about, with all below; the quota begins anew at midnight in Beijing."""

    name: str
    organisation: str
    place: str
    daily_quota: int
    used_today: int
    left_today: int
    seconds_until_reset: int


@router.get(
    "/whoami",
    response={200: KeyOut, 401: Said, 429: Said},
    summary="这把钥匙是谁的，今天还能用几次",
    operation_id="whoami",
)
def whoami(request: HttpRequest) -> KeyOut:
    """This question counts, too."""
    asking: Caller = caller(request)
    rate = asking.rate
    return KeyOut(
        name=asking.key.name,
        organisation=asking.organisation.name,
        place=asking.place.digits,
        daily_quota=rate.quota,
        used_today=rate.used,
        left_today=rate.left,
        seconds_until_reset=rate.seconds,
    )


def put_rate(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers) on every answer to a key."""
    rate: Rate | None = getattr(request, "rate", None)
    if rate is not None:
        answer.headers["RateLimit-Policy"] = f'"day";q={rate.quota};w=86400'
        answer.headers["RateLimit"] = f'"day";r={rate.left};t={rate.seconds}'
        answer.headers["Cache-Control"] = "private, no-store"
        if not rate.left and answer.status_code == 429:
            answer.headers["Retry-After"] = str(rate.seconds)
    return answer
