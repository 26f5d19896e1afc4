"""The table of transitions as a picture: `manage.py draw_states` draws it, nobody else."""
