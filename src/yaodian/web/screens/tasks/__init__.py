"""All tasks of a plan: the list with its filters (任务), and the calendar of what is due (日历)."""
