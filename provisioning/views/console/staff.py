"""The operator's own people and their duties."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import DomainError
from provisioning import selectors
from provisioning.console_forms import DutiesForm
from provisioning.duties import Duty, duty_required, has_duty
from provisioning.services.staff import set_duties
from shared_apps.accounts.permissions import recently_authenticated, staff_required
from shared_apps.ui.errors import message_of


@staff_required
@never_cache
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Who works here and may do what."""
    people = [(person, [Duty(row.duty).label for row in person.staff_duties.all()]) for person in selectors.staff()]
    context = {"people": people, "may_change": has_duty(request.user, Duty.ADMINISTRATOR)}
    return render(request, "provisioning/console/staff.html", context)


@duty_required(Duty.ADMINISTRATOR)
@recently_authenticated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The duties of one person."""
    found = selectors.staff_member(person_id)
    typed = request.POST if request.method == "POST" else None
    form = DutiesForm(typed, initial={"duties": selectors.held_duties(found)})
    if request.method == "POST" and form.is_valid():
        try:
            set_duties(user=found, duties=form.cleaned_data["duties"], actor=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error("duties", message_of(error))
        else:
            messages.success(request, _("Done."))
            return redirect("console_staff")
    context = {"found": found, "form": form}
    return render(request, "provisioning/console/staff_person.html", context, status=422 if form.errors else 200)
