"""The published prices of the brochure (facts K) as the first price book, approved by nobody."""

from datetime import date
from decimal import Decimal

from django.db import migrations
from django.utils import timezone

GIGABYTE = 1024**3
PACKAGES = (
    ("SS", 35_000, 20, 5),
    ("S", 50_000, 50, 10),
    ("M", 80_000, 100, 20),
    ("L", 120_000, None, 50),
)
STORAGE = ((50, 700), (100, 1_000), (200, 1_800))


def add(apps, _schema_editor):
    book = apps.get_model("billing", "PriceBook").objects.create(
        version=1,
        effective_from=date(2026, 1, 1),
        vat_percent=Decimal(7),
        withholding_percent=Decimal(1),
        installation=Decimal(15_000),
        legal_basis="Revenue Code s. 80, s. 69 bis",
        state="approved",
        written_at=timezone.now(),
        approved_at=timezone.now(),
    )
    package = apps.get_model("billing", "PackagePrice")
    package.objects.bulk_create(
        [
            package(
                book=book,
                code=code,
                name_th=f"ขนาด {code}",
                name_en=f"Size {code}",
                yearly=Decimal(yearly),
                accounts=accounts,
                storage=gigabytes * GIGABYTE,
                order=place,
            )
            for place, (code, yearly, accounts, gigabytes) in enumerate(PACKAGES)
        ]
    )
    storage = apps.get_model("billing", "StoragePrice")
    storage.objects.bulk_create(
        [
            storage(
                book=book,
                code=f"{gigabytes}GB",
                monthly=Decimal(monthly),
                storage=gigabytes * GIGABYTE,
                order=place,
            )
            for place, (gigabytes, monthly) in enumerate(STORAGE)
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
