"""Which samples are loaded."""

from typing import ClassVar

from django.db import models

from tenant_apps.complaints.models.cases import Complaint


class SampleCase(models.Model):
    """That a sample is loaded, by its key, so that no sample is loaded twice."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="sample")
    key = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="complaints_sample_once")]

    def __str__(self) -> str:
        return self.key
