"""The first price book names its laws in Thai, as everything that people read."""

from django.db import migrations

ENGLISH = "Revenue Code s. 80, s. 69 bis"
THAI = "ประมวลรัษฎากร มาตรา 80 และมาตรา 69 ทวิ"


def _set(before, after):
    def change(apps, _editor):
        apps.get_model("billing", "PriceBook").objects.filter(version=1, legal_basis=before).update(legal_basis=after)

    return change


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_files_of_tenants")]

    operations = [migrations.RunPython(_set(ENGLISH, THAI), _set(THAI, ENGLISH))]
