"""What the worker does by itself for every room: no job is lost, and no finished one kept for ever.

A room's own tasks stand in its `tasks.py`; the worker finds them.
"""

from typing import Final

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

FINISHED_KEPT_H: Final = 72
"""A weekend: what ran on Friday night can be looked at on Monday."""


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that died (no heartbeat for 30 s) to those that live."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="remove_finished_jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Forget jobs that succeeded; failed ones stay until somebody has looked."""
    await builtin_tasks.remove_old_jobs(context, max_hours=FINISHED_KEPT_H)
