"""Units as a tree over time; people; posts and who holds them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A bureau, office (科室), township's central school (中心校), school or kindergarten, with its place in the tree.

    `path` is the materialised path: the ids from the root, each padded to six digits and followed by "/", so that a
    subtree is one prefix and sorting by path keeps parents before children.
    """

    class Kind(models.TextChoices):
        """What a unit is."""

        BUREAU = "bureau", _("教育局")
        OFFICE = "office", _("科室")
        TOWNSHIP = "township", _("中心校")
        SCHOOL = "school", _("学校")
        KINDERGARTEN = "kindergarten", _("幼儿园")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=Kind)
    stages = models.CharField(max_length=64, blank=True)  # e.g. "primary,junior": which stages it teaches
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, db_index=True)
    sort = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # the last day; None while it exists
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        """Siblings by `sort`, then code."""

        ordering = ("sort", "code")
        constraints = (
            models.CheckConstraint(
                name="unit_only_bureau_is_root",
                condition=Q(kind="bureau", parent=None) | (~Q(kind="bureau") & Q(parent__isnull=False)),
                violation_error_message=_("只有教育局没有上级单位"),
            ),
            models.CheckConstraint(
                name="unit_valid_in_order",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("撤销日期早于设立日期"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Finds accounts by user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of this user name (Django's login calls it)."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    last_post = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+")  # where the last session acted

    USERNAME_FIELD = "username"
    objects = Users()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The person's name (Django's password checks read it)."""
        return self.name


class Post(models.Model):
    """A place of work in a unit: work and rights belong to it, whoever holds it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32)  # a key of roles.yaml
    title = models.CharField(max_length=40)  # 局长, 科长, 校长 …
    holder = models.ForeignKey(User, models.PROTECT, null=True, related_name="posts")
    sort = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True)
    reaches = models.ManyToManyField(Unit, related_name="+")  # only for roles with reach: listed
    in_charge_of = models.ManyToManyField(Unit, related_name="leaders")  # 分管: the offices a leader is in charge of

    class Meta:
        """By unit, then `sort`."""

        ordering = ("unit__path", "sort", "pk")

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.title}"


class Tenure(models.Model):
    """Who held a post from when to when (任期)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    user = models.ForeignKey(User, models.PROTECT, related_name="tenures")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        """One holder at a time."""

        ordering = ("-since", "-pk")
        constraints = (models.UniqueConstraint(name="tenure_one_holder", fields=["post"], condition=Q(until=None)),)


class Deputy(models.Model):
    """Somebody acts for a post's holder while he is away (代办): from the first to the last day, both included."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="deputies")
    user = models.ForeignKey(User, models.PROTECT, related_name="deputises")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        """A span of days."""

        constraints = (
            models.CheckConstraint(
                name="deputy_days_in_order",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("代办的结束日期早于开始日期"),
            ),
        )


class OneTimeLink(models.Model):
    """A link with which a person sets a password once; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
