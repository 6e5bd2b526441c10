from django.http import HttpRequest
def public(request: HttpRequest) -> dict[str, object]: return {}
def console(request: HttpRequest) -> dict[str, object]: return {}
