from django.db import migrations

# As the dictionaries that come with the platform mark them from now on, and the demo city's own.
SENSITIVE = {
    "2013": ["E0138", "E0201", "E0401"],
    "2026": ["06028", "06038", "07001", "09001", "09003"],
}


def mark(apps, schema_editor):
    """Mark them in cities that had these dictionaries before."""
    classes = apps.get_model("standards", "CaseClass").objects
    for dictionary, codes in SENSITIVE.items():
        classes.filter(dictionary__code=dictionary, code__in=codes).update(sensitive=True)
    classes.filter(
        dictionary__city__generated=True, dictionary__code="2026", name="车窗抛物"
    ).update(sensitive=True)


class Migration(migrations.Migration):
    dependencies = [("standards", "0005_sensitive_classes")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
