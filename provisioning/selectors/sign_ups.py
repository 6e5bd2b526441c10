"""What the sign-up reads. Public scope."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from kit.errors import Conflict, NotFound, gettext_noop
from kit.subdomain import check_subdomain, is_reserved, skeleton, suggest_subdomains
from provisioning import lgo
from provisioning.models import ProvisioningRun, ProvisioningStep, SignUp
from shared_apps.geography.provinces import province
from tenants import selectors as tenant_selectors
from tenants.models import Domain, LgoType
from tenants.services import SUBDOMAIN_TAKEN

_LOOKS_LIKE_ANOTHER = gettext_noop(
    "This address looks almost the same as that of another local government. Choose another."
)


def base_domain() -> str:
    """What follows the subdomain."""
    return str(settings.BASE_DOMAIN)


def host_of(subdomain: str) -> str:
    """The host name of a subdomain."""
    return f"{subdomain}.{base_domain()}"


def free_subdomain(typed: str) -> str:
    """The subdomain in its right form.

    Raises:
        InvalidSubdomain: it cannot be one, or is reserved.
        Conflict: another LGO has it or has asked for it, or has one that looks the same.
    """
    label = check_subdomain(typed)
    if tenant_selectors.host_is_taken(host_of(label)):
        raise Conflict(SUBDOMAIN_TAKEN, code="taken", field="subdomain")
    if skeleton(label) in {skeleton(other) for other in _labels_in_use()}:
        raise Conflict(_LOOKS_LIKE_ANOTHER, code="lookalike", field="subdomain")
    return label


def _labels_in_use() -> set[str]:
    ending = f".{base_domain()}"
    hosts = Domain.objects.filter(domain__endswith=ending).values_list("domain", flat=True)
    return {host.removesuffix(ending) for host in hosts}


def subdomain_suggestions(typed: str, *, answers: dict[str, Any]) -> list[str]:
    """Free addresses near to what was typed, or made of the type and province."""
    in_use = {skeleton(label) for label in _labels_in_use()}
    qualifiers = (lgo.english_tag(LgoType(answers["lgo_type"])), province(answers["province_code"]).name_en)
    names = () if is_reserved(typed) else (typed,)
    return suggest_subdomains(*names, qualifiers=qualifiers, is_taken=lambda label: skeleton(label) in in_use)


def dla_code_is_taken(dla_code: str) -> bool:
    """Whether a living or asking LGO has this code."""
    return tenant_selectors.dla_code_is_taken(dla_code)


def is_uuid(text: str) -> bool:
    """Whether a text from outside can be a key."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def sign_up_of(key: object) -> SignUp | None:
    """The sign-up that a session names."""
    if not is_uuid(str(key)):
        return None
    return SignUp.objects.select_related("run").filter(pk=str(key)).first()


def runs() -> "QuerySet[ProvisioningRun]":
    """Runs with tenant, host names and steps: four queries, however many."""
    steps = Prefetch("steps", queryset=ProvisioningStep.objects.order_by("position"))
    return ProvisioningRun.objects.select_related("tenant").prefetch_related(steps, "tenant__domains")


def run_by_code(code: str) -> ProvisioningRun:
    """The run that a code opens.

    Raises:
        NotFound: none.
    """
    run = runs().filter(code=code).first()
    if run is None:
        raise NotFound(gettext_noop("There is no sign-up at this address."))
    return run
