"""The tables of what the operator does to tenants. All live in `public` only."""

from provisioning.models.approvals import Approval, ApprovalState
from provisioning.models.runs import (
    ProvisioningRun,
    ProvisioningStep,
    RunState,
    SignUp,
    StepName,
    StepProblem,
    StepState,
    new_code,
)
from provisioning.models.staff import Duty, StaffDuty

__all__ = [
    "Approval",
    "ApprovalState",
    "Duty",
    "ProvisioningRun",
    "ProvisioningStep",
    "RunState",
    "SignUp",
    "StaffDuty",
    "StepName",
    "StepProblem",
    "StepState",
    "new_code",
]
