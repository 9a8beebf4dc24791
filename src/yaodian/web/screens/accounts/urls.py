"""URLs of accounts; they stand in the frame's menus, not in the navigation."""

from django.urls import path

from yaodian.web.screens.accounts import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("password/", views.password, name="password"),
    path("first/<str:token>/", views.first_password, name="first-password"),
    path("language/", views.language, name="language"),
    path("switch-post/", views.switch_post, name="switch-post"),
]
