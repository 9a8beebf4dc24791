"""Whatever a plan holds, a sheet that was exported and not edited imports as no change, with and without its hidden parts."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from tests.world import World, add_person, add_unit, small_world
from yaodian.apps.plans.models import Item
from yaodian.apps.plans.services.sheet_import import preview_sheet

from .conftest import exported, sent

ODD = [
    "=1+1",
    "+86",
    "-",
    "@x",
    "\t前面",
    "_x0041_",
    "a\x07b",
    "\u200b",
    "𠮷",
    "&lt;",
    "一\r\n二",
    "  前后  ",
    "2026-06-30",
    "1.10",
    "#REF!",
    "\ufffe",
]
words = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
)


class Unedited(TestCase):
    """Generated plans."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = small_world()
        for number, name in enumerate(("=科", "一、二科", "a b", "-中心")):
            add_unit(f"ODD{number}", name, "office", cls.world.bureau)
        add_person("twin", "白慧", cls.world.basic, "office-clerk", "科员")
        add_person("odd", "=王(小)", cls.world.basic, "office-clerk", "科员")

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_nothing_changes(self, data: st.DataObject) -> None:
        units = list(self.world.bureau.children.all())
        people = [None, *self.world.basic.posts.all()]
        for item in self.world.items:
            item.title = data.draw(words)[:300] or "题"
            item.measures, item.remark = data.draw(words), data.draw(words)
            item.due = data.draw(st.none() | st.just(item.due))
            item.owner = data.draw(st.sampled_from(people))
            item.lead = data.draw(st.sampled_from([None, self.world.basic]))
            item.save()
            item.support.set(data.draw(st.lists(st.sampled_from(units), unique_by=lambda unit: unit.pk, max_size=3)))
        book = exported(self.world)
        found = preview_sheet(plan=self.world.plan, sent=sent(book), by=self.world.of["plan-clerk"])
        assert (found.changes, found.wrongs, found.unchanged) == ([], [], 3)


@pytest.mark.parametrize("text", ODD)
def test_a_cell_reads_back_as_text(db: None, text: str) -> None:
    world = small_world()
    Item.objects.filter(pk=world.items[0].pk).update(measures=text, remark="x")
    page = load_workbook(io.BytesIO(exported(world))).worksheets[0]
    cell = next(cell for cell in page[5] if cell.column == 4)
    assert cell.data_type in ("s", "n")
    assert cell.data_type == "s" or cell.value is None
