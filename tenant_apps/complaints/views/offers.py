"""What is offered on the way: neighbours' cases to follow instead, and the place where a photo was taken."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenant_apps.complaints import selectors
from tenant_apps.complaints.views.drafts import PAGES, alike_to, neighbours_of, open_draft, place_to_offer
from tenant_apps.complaints.views.filing import saved


@login_not_required
@never_cache
@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    """What neighbours have reported around the pin, before anything is typed."""
    draft = open_draft(request)
    if draft is None:
        return redirect("complaint_new")
    cases, next_url = neighbours_of(draft), reverse(PAGES[selectors.step_to_do(draft)])
    if not cases:
        return HttpResponseRedirect(next_url)
    context = {"cases": cases, "next_url": next_url, "back_url": reverse("complaint_place")}
    return render(request, "complaints/nearby.html", context)


@login_not_required
@never_cache
@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Public cases whose subject is like what is being typed; a part of the page of the details."""
    draft = open_draft(request)
    typed = request.GET.get("title", "")[:150]
    return render(request, "complaints/alike.html", {"cases": alike_to(draft, typed) if draft else []})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photo_place(request: HttpRequest) -> HttpResponse:
    """Whether the pin is where a photo says it was taken: offered, never taken by itself."""
    draft, point = open_draft(request), place_to_offer(request)
    if draft is None or point is None:
        return redirect(PAGES[selectors.step_to_do(draft)] if draft else "complaint_new")
    if request.method != "POST":
        context = {"point": point, "back_url": reverse("complaint_details")}
        return render(request, "complaints/photo_place.html", context)
    answers = {}
    if request.POST.get("use") == "yes":
        answers = {"latitude": f"{point.latitude:f}", "longitude": f"{point.longitude:f}"}
    response = saved(request, "photo_place", answers)
    draft = open_draft(request)
    return redirect("complaint_nearby") if answers and draft and neighbours_of(draft) else response
