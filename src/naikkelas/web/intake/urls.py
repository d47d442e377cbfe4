from django.urls import path

from naikkelas.web.intake import views

urlpatterns = [
    path("impor/", views.delivery_list, name="intake-delivery-list"),
    path("impor/<int:pk>/", views.delivery_detail, name="intake-delivery-detail"),
    path("impor/<int:pk>/putuskan/", views.delivery_decide, name="intake-delivery-decide"),
    path("impor/<int:pk>/perbaikan.xlsx", views.delivery_give_back, name="intake-delivery-give-back"),
    path("impor/contoh/<slug:layout>.xlsx", views.layout_template, name="intake-layout-template"),
    path("kiriman-tertahan/", views.held_list, name="intake-held-list"),
    path("kiriman-tertahan/<int:pk>/", views.held_detail, name="intake-held-detail"),
]
