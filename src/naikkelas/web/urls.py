from django.urls import include, path

AREAS = (
    "home", "accounts", "registry", "intake", "programmes", "monev", "findings", "indicators", "reports", "settings", "field",
    "search", "startup", "notices", "citizen", "forms",
)  # fmt: skip

urlpatterns = [path("", include(f"naikkelas.web.{area}.urls")) for area in AREAS]
