"""LINE's Messaging API. The SDK is slow to import, so it is when it is needed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from urllib3.exceptions import HTTPError

from shared_apps.notifications.gateways import DeliveryFailed, Taken, failure_of_status, retry_after
from shared_apps.notifications.models import Failure

_TIMEOUT = 10
_CONFLICT, _BAD_REQUEST, _TOO_MANY = 409, 400, 429
LONGEST = 5000
Result = TypeVar("Result")


@dataclass(frozen=True)
class Account:
    """An official account, and how many of its messages of this month are used; `quota` None is without limit."""

    user_id: str
    basic_id: str
    display_name: str
    quota: int | None
    used: int


def push(*, token: str, to: str, text: str, retry_key: UUID) -> Taken:
    """Push a text. A repeated push with the same key is taken once by LINE, for 24 hours.

    Raises:
        DeliveryFailed: it was not taken.
    """
    from linebot.v3.messaging import PushMessageRequest, TextMessage

    request = PushMessageRequest(to=to, messages=[TextMessage(text=text[:LONGEST])])
    answer = _call(token, lambda api: api.push_message(request, str(retry_key), _request_timeout=_TIMEOUT))
    return Taken(reference=str(answer.sent_messages[0].id) if answer is not None else "")


def reply(*, token: str, reply_token: str, text: str) -> None:
    """Answer an event of the webhook, which is free and possible for about a minute.

    Raises:
        DeliveryFailed: it was not taken.
    """
    from linebot.v3.messaging import ReplyMessageRequest, TextMessage

    request = ReplyMessageRequest(replyToken=reply_token, messages=[TextMessage(text=text[:LONGEST])])
    _call(token, lambda api: api.reply_message(request, _request_timeout=_TIMEOUT))


def account(*, token: str) -> Account:
    """The account that a token belongs to.

    Raises:
        DeliveryFailed: LINE refuses the token, or does not answer.
    """

    def ask(api: Any) -> Account:
        info = api.get_bot_info(_request_timeout=_TIMEOUT)
        quota = api.get_message_quota(_request_timeout=_TIMEOUT)
        used = api.get_message_quota_consumption(_request_timeout=_TIMEOUT)
        return Account(info.user_id, info.basic_id, info.display_name, quota.value, used.total_usage)

    found = _call(token, ask)
    if found is None:
        raise DeliveryFailed(Failure.BROKEN, "HTTP 409")
    return found


def _call(token: str, ask: Callable[[Any], Result]) -> Result | None:
    """None when LINE says that it did this before."""
    from linebot.v3.messaging import ApiClient, Configuration, MessagingApi
    from linebot.v3.messaging.exceptions import ApiException

    with ApiClient(Configuration(access_token=token)) as client:
        api = MessagingApi(client)
        api.line_base_path = settings.LINE_API_URL
        try:
            return ask(api)
        except ApiException as error:
            if error.status == _CONFLICT:
                return None
            raise _failure_of(error) from None
        except HTTPError as error:
            raise DeliveryFailed(Failure.UNREACHABLE, type(error).__name__) from None
        except (ValueError, TypeError) as error:
            raise DeliveryFailed(Failure.BROKEN, type(error).__name__) from None


def _failure_of(error: Any) -> DeliveryFailed:
    status = int(error.status or 0)
    text = _text_of(error.body)
    detail = f"HTTP {status}"
    if not status:
        return DeliveryFailed(Failure.UNREACHABLE, detail)
    if status == _TOO_MANY and "monthly limit" in text:
        return DeliveryFailed(Failure.QUOTA, detail)
    if status == _BAD_REQUEST and ("Failed to send messages" in text or "'to'" in text):
        return DeliveryFailed(Failure.NOT_LINKED, detail)
    headers = error.headers or {}
    return DeliveryFailed(failure_of_status(status), detail, retry_after=retry_after(headers.get("retry-after")))


def _text_of(body: Any) -> str:
    try:
        answer = json.loads(body or "{}")
    except ValueError:
        return ""
    return str(answer.get("message", "")) if isinstance(answer, dict) else ""
