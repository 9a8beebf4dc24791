"""URLs around one task. They stand under the tab of tasks (screens/desk), so nothing is declared for the navigation."""

from django.urls import path

from yaodian.web.screens.items import rule, sending, targets, views

urlpatterns = [
    path("plan/item/<int:item_id>/", views.item, name="item"),
    path("plan/item/<int:item_id>/report/", sending.report, name="item-report"),
    path("plan/item/<int:item_id>/ask/<str:kind>/", views.ask, name="item-ask"),
    path("plan/item/<int:item_id>/comment/", views.comment, name="item-comment"),
    path("plan/item/<int:item_id>/reopen/", views.reopen, name="item-reopen"),
    path("plan/item/<int:item_id>/target/<int:target_id>/", targets.adjust, name="target-adjust"),
    path("plan/request/<int:request_id>/", views.decide, name="item-decide"),
    path("plan/subtask/<int:subtask_id>/", sending.subtask_report, name="subtask-report"),
    path("plan/lights/", rule.light_rule, name="light-rule"),
]
