"""The tables of what the operator does to tenants. All live in `public` only."""

from provisioning.models.adoption import MonthlyFacts, TenantFacts
from provisioning.models.approvals import Approval, ApprovalState
from provisioning.models.followups import FollowUp, FollowUpKind
from provisioning.models.handover import Erasure, Handover, HandoverState
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
from provisioning.models.staff import Duty, StaffDuty, StaffInvitation
from provisioning.models.support import SupportAccess, SupportState

__all__ = [
    "Approval",
    "ApprovalState",
    "Duty",
    "Erasure",
    "FollowUp",
    "FollowUpKind",
    "Handover",
    "HandoverState",
    "MonthlyFacts",
    "ProvisioningRun",
    "ProvisioningStep",
    "RunState",
    "SignUp",
    "StaffDuty",
    "StaffInvitation",
    "StepName",
    "StepProblem",
    "StepState",
    "SupportAccess",
    "SupportState",
    "TenantFacts",
    "new_code",
]
