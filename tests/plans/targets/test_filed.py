"""实时 and 上报口径 beside each other on the page of the task, once a school's filing has been approved."""

from datetime import date

from tests.indicators.provenance.conftest import build
from tests.indicators.provenance.filing import filed
from tests.plans.targets.conftest import signed_in
from yaodian.apps.plans.models import Item, Target
from yaodian.apps.plans.services.target_binding import Wanted, bind_target


def test_what_was_filed_stands_beside_what_is_live(db: None) -> None:
    schools = build()
    world = schools.world
    Item.objects.filter(plan=world.plan).update(due=date(2026, 12, 31))
    item = Item.objects.filter(plan=world.plan, kind=Item.Kind.TASK).order_by("order")[2]
    target = Target.objects.create(
        item=item, order=9, indicator="小学在校生数", kind="commit", comparator=">=", value=40, unit="人"
    )
    bind_target(target=target, wanted=Wanted("primary.pupils"), by=world.of["plan-clerk"])
    page = f"/plan/item/{item.pk}/"
    assert "上报口径" not in signed_in(world.bai).get(page).content.decode(), "nobody has filed"
    filed(schools, world.first)
    html = signed_in(world.bai).get(page).content.decode()
    assert ">30人</a>" in html
    assert "上报口径14人" in html
    assert "已报1个" in html
