"""Likely doubles (疑似重复): two rows that may be one person, told apart or merged by a person, and a merge undone."""
