"""django-rest-knox makes its own token table though ours replaces it; nothing ever reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_device_tokens"),
        ("knox", "0009_extend_authtoken_field"),
    ]
    operations = [
        migrations.RunSQL("DROP TABLE knox_authtoken", reverse_sql=migrations.RunSQL.noop),
    ]
