"""Pupils 学生: the pupil register, enrolment spells, spells out of school with visits, and care for children at risk."""
