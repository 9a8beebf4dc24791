"""What a plan and each of its revisions have in common: a document, its canonical text, and what was read out of it."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

AS_READ = ("text", "places", "reading")  # never changed once written: every span counts in them


class Document(models.Model):
    """A document with its immutable text and reading. `text[start:end]` of a place that counts in it is what is quoted."""

    source = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")  # None: pasted text
    source_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)  # canonical text; immutable once read
    places = models.JSONField(default=list)  # text → paragraph and run, as the reader gives it
    reading = models.JSONField(default=dict)  # the machine's reading, immutable; marks and doubts are shown from it
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """Plans and revisions have tables of their own."""

        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """As Django's; each of text, places and reading may be written once and then stays as it is."""
        touched = (
            set(AS_READ if update_fields is None else update_fields).intersection(AS_READ) - self.get_deferred_fields()
        )
        if self.pk and touched:
            kept = self._rows().filter(pk=self.pk).values(*touched).first() or {}
            if changed := [name for name in sorted(touched) if kept.get(name) and kept[name] != getattr(self, name)]:
                raise ValueError(f"immutable once read: {', '.join(changed)}")
        super().save(*args, update_fields=update_fields, **kwargs)

    def _rows(self) -> models.QuerySet[Self]:
        return type(self)._default_manager.all()
