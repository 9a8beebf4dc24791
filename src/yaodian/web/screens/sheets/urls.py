"""URLs of the sheets. They stand under the tab of the breakdown (screens/breakdown), so nothing is declared for the navigation.

All take `?plan=`; without it, and without a number in the address, the current plan is meant.
"""

from django.urls import path

from yaodian.web.screens.sheets import export, importing

urlpatterns = [
    path("breakdown/sheet/", export.choose, name="sheets-export"),
    path("plan/<int:plan_id>/sheet/", export.choose, name="sheets-export"),
    path("breakdown/sheet/download/", export.download, name="sheets-download"),
    path("breakdown/sheet/print/", export.print_view, name="sheets-print"),
    path("breakdown/notice/", export.notice, name="sheets-notice"),
    path("breakdown/sheet/import/", importing.upload, name="sheets-import"),
    path("plan/<int:plan_id>/sheet/import/", importing.upload, name="sheets-import"),
    path("breakdown/sheet/import/<int:file_id>/", importing.preview, name="sheets-preview"),
]
