from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0004_policy"),
        ("surveys", "0001_initial"),
    ]

    operations = [

        migrations.RunSQL(
            """
            INSERT INTO surveys_response
                (service, case_reference, division_id, score, comment, search_text, at, is_restricted, hidden_reason)
            SELECT 'complaints', complaint.number, complaint.division_id, rating.score, rating.comment,
                   lower(rating.comment), rating.at, category.restricted, ''
            FROM complaints_rating rating
            JOIN complaints_complaint complaint ON complaint.id = rating.complaint_id
            JOIN complaints_category category ON category.id = complaint.category_id
            ON CONFLICT DO NOTHING
            """,
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel(name="Rating"),
    ]
