"""Types of fields that read what people type as the pages do."""

from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kit.errors import DomainError
from kit.phones import parse_phone
from kit.thai import normalise_paragraphs, normalise_text
from shared_apps.ui.errors import message_of

BAD_EMAIL = _("Write the e-mail address like this: name@example.com")
Item = TypeVar("Item")


def custom_error(code: str, message: Any) -> PydanticCustomError:
    """A failure with a message for people."""
    return PydanticCustomError("custom", "{message}", {"message": str(message), "code": code})


def _line(value: Any) -> Any:
    return normalise_text(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return normalise_paragraphs(value) if isinstance(value, str) else value


def _phone(value: str) -> str:
    if not value:
        return value
    try:
        number = parse_phone(value.replace(";ext=", " ต่อ "))
    except DomainError as error:
        raise custom_error(error.code, message_of(error)) from error
    return f"{number.e164};ext={number.extension}" if number.extension else number.e164


def _email(value: str) -> str:
    if value:
        try:
            validate_email(value)
        except ValidationError as error:
            raise custom_error("email", BAD_EMAIL) from error
    return value.lower()


Line = Annotated[str, BeforeValidator(_line)]
Lines = Annotated[str, BeforeValidator(_lines)]
Phone = Annotated[str, BeforeValidator(_line), Field(max_length=100), AfterValidator(_phone)]
Email = Annotated[str, BeforeValidator(_line), Field(max_length=254), AfterValidator(_email)]


class Input(Schema):
    """What is sent; fields nobody knows are refused, so that a mistyped name is noticed."""

    model_config = ConfigDict(extra="forbid")


class Paged(Schema, Generic[Item]):
    """A page of a list. `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Give it as `cursor` to get the next page.")


class FieldError(Schema):
    """One field at fault."""

    pointer: str | None = Field(None, description="JSON pointer into the body, such as `#/title`.")
    parameter: str | None = Field(None, description="Name of the query parameter, path parameter or header.")
    detail: str
    code: str


class Problem(Schema):
    """A failure (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    code: str = Field(description="Stable, for programs.", examples=["not_found"])
    detail: str | None = Field(None, description="What to do, in the language of Accept-Language (th or en).")
    errors: list[FieldError] | None = None
    instance: str = Field(examples=["urn:request:4b5e0b1c"])
