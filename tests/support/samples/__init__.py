"""One object of each kind in a tenant, made through the services, and what fills the parameters of routes."""

from tests.support.samples.cases import filing
from tests.support.samples.making import make_samples
from tests.support.samples.model import Samples
from tests.support.samples.operator import make_operator_samples
from tests.support.samples.values import CHOICES, PASSWORD, PIN, Values

__all__ = ["CHOICES", "PASSWORD", "PIN", "Samples", "Values", "filing", "make_operator_samples", "make_samples"]
