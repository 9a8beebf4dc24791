"""Stored files: the bytes once for each hash, the name and owner for each upload."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One upload. The bytes lie in the media folder under their SHA-256, so the same file is kept once."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")  # whose evidence it is
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
