"""The URL map as data: every route of a host, and addresses made from it."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One route and what has to be filled in to make an address of it."""

    name: str
    parameters: tuple[str, ...]
    path: str

    @property
    def is_api(self) -> bool:
        """Whether programs ask for it, with tokens, and browsers do not."""
        return self.path.lstrip("^").startswith(("api/", "open311/", "open-data/"))


def routes_of(urlconf: str) -> list[Route]:
    """Every route of a URL map, those that were added since included."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", "", ()))


def _walk(
    patterns: Sequence[URLPattern | URLResolver], namespace: str, prefix: str, outer: tuple[str, ...]
) -> Iterator[Route]:
    for one in patterns:
        inner = (*outer, *one.pattern.converters, *one.pattern.regex.groupindex)
        parameters = tuple(dict.fromkeys(inner))
        path = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            inside = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, inside, path, parameters)
        else:
            yield Route(f"{namespace}{one.name or ''}", parameters, path)


def addresses(route: Route, values: Mapping[str, Sequence[str]], urlconf: str) -> list[str]:
    """The addresses of a route with every sample value; `route.parameter` goes before `parameter`.

    Raises:
        LookupError: the route has no name, or a parameter has no sample.
    """
    if not route.name.split(":")[-1]:
        raise LookupError(f"give the route /{route.path} a name")
    choices = [_choices(route, parameter, values) for parameter in route.parameters]
    return [
        reverse(route.name, urlconf=urlconf, kwargs=dict(zip(route.parameters, chosen, strict=True)))
        for chosen in itertools.product(*choices)
    ]


def _choices(route: Route, parameter: str, values: Mapping[str, Sequence[str]]) -> Sequence[str]:
    for key in (f"{route.name}.{parameter}", parameter):
        if key in values:
            return values[key]
    raise LookupError(f"give a sample of “{parameter}” of {route.name} in tests/support/samples/")
