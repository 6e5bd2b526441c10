"""Citizens change how they are reached, and sign out everywhere."""

from django.core.cache import caches

from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.shared_apps.accounts.conftest import Visit, code_for, messages_to, new_email, new_officer, new_phone, user_of
from tests.shared_apps.accounts.test_citizen_sign_in import ask
from tests.support.browser import HostClient

CONTACT, CODE = "/accounts/contact/", "/accounts/contact/code/"


def fresh(tenant: Tenant, user: User) -> User:
    with tenant_scope(tenant):
        return User.objects.get(pk=user.pk)


def add(client: HostClient, tenant: Tenant, address: str, sent_to: str = "") -> object:
    assert client.post(CONTACT, {"address": address}).headers["Location"] == CODE
    return client.post(CODE, {"code": code_for(tenant, sent_to or address)}, follow=True)


def test_an_address_is_taken_after_its_code(north: Tenant, south: Tenant, stranger: User, visit: Visit) -> None:
    client, phone = visit(north).sign_in(stranger), new_phone()
    add(client, north, phone, f"+66{phone[1:]}")
    assert (fresh(north, stranger).phone, fresh(north, stranger).phone_verified) == (f"+66{phone[1:]}", True)
    email = new_email()
    add(client, north, email)
    assert fresh(north, stranger).email == email
    with tenant_scope(north):
        actions = list(AuditEntry.objects.filter(action="accounts.contact_set").values_list("data", flat=True))
    assert actions == [{"kind": "phone"}, {"kind": "email"}]
    assert messages_to(south, email) == []


def test_a_wrong_code_changes_nothing(north: Tenant, stranger: User, visit: Visit) -> None:
    client, email = visit(north).sign_in(stranger), new_email()
    client.post(CONTACT, {"address": email})
    right = code_for(north, email)
    wrong = "000000" if right != "000000" else "111111"
    assert client.post(CODE, {"code": wrong}).status_code == 422
    assert fresh(north, stranger).email == stranger.email


def test_an_address_of_another_account_is_refused_only_after_its_code(
    north: Tenant, citizen: User, stranger: User, visit: Visit
) -> None:
    with tenant_scope(north):
        User.objects.filter(pk=citizen.pk).update(email=(taken := new_email()))
    client = visit(north).sign_in(stranger)
    page = add(client, north, taken)
    assert "มีบัญชีอื่น" in page.content.decode()  # type: ignore[attr-defined]
    assert fresh(north, stranger).email == stranger.email


def test_the_last_way_in_stays(north: Tenant, citizen: User, stranger: User, visit: Visit) -> None:
    assert visit(north).sign_in(stranger).post("/accounts/contact/email/remove/").status_code == 403
    assert visit(north).sign_in(citizen).post("/accounts/contact/email/remove/").status_code == 302
    assert (fresh(north, citizen).email, fresh(north, stranger).email) == (None, stranger.email)


def test_officers_addresses_are_not_changed_here(north: Tenant, visit: Visit) -> None:
    client = visit(north).sign_in(new_officer(north))
    assert client.get(CONTACT).status_code == 404
    assert client.post("/accounts/contact/email/remove/").status_code == 404


def test_one_signs_out_on_all_devices(north: Tenant, visit: Visit, empty_caches: None) -> None:
    here, there, email = visit(north), visit(north), new_email()
    for client in (here, there):
        with public_scope():
            caches["default"].clear()  # a second code at once is too soon
        ask(client, email)
        client.post("/accounts/login/code/", {"code": code_for(north, email)})
        assert user_of(client)
    assert here.post("/accounts/sessions/all/").headers["Location"] == "/accounts/login/"
    assert (user_of(here), there.get("/accounts/").status_code) == (None, 302)


def test_the_language_is_kept_for_messages(north: Tenant, stranger: User, visit: Visit) -> None:
    client = visit(north).sign_in(stranger)
    assert (
        client.post("/accounts/language/", {"language": "en", "next": "/accounts/"}).headers["Location"] == "/accounts/"
    )
    assert fresh(north, stranger).language == "en"
    client.post("/accounts/language/", {"language": "xx"})
    assert fresh(north, stranger).language == "en"
