from django.urls import path

from naikkelas.web.intake import changes, choosing, held, mapping, preview, together, undoing, versions, views

urlpatterns = [
    path("impor/", views.delivery_list, name="intake-delivery-list"),
    path("impor/<int:pk>/", views.delivery_detail, name="intake-delivery-detail"),
    path("impor/<int:pk>/pemetaan/", mapping.delivery_mapping, name="intake-delivery-mapping"),
    path("impor/<int:pk>/baris/", preview.delivery_rows, name="intake-delivery-rows"),
    path("impor/<int:pk>/kolom/", preview.delivery_profile, name="intake-delivery-profile"),
    path("impor/<int:pk>/perubahan/", preview.delivery_since, name="intake-delivery-since"),
    path("impor/<int:pk>/batalkan/", undoing.delivery_undo, name="intake-delivery-undo"),
    path("impor/pemetaan/", mapping.mapping_list, name="intake-mapping-list"),
    path("impor/pemetaan/<int:pk>/", mapping.mapping_edit, name="intake-mapping-edit"),
    path("impor/<int:pk>/putuskan/", views.delivery_decide, name="intake-delivery-decide"),
    path("impor/<int:pk>/perbaikan.xlsx", views.delivery_give_back, name="intake-delivery-give-back"),
    path("impor/contoh/<slug:layout>.xlsx", views.layout_template, name="intake-layout-template"),
    path("kiriman/<int:pk>/", versions.submission_detail, name="intake-submission-detail"),
    path("kiriman/<int:pk>/berkas.zip", versions.submission_parcel, name="intake-submission-parcel"),
    path("kiriman/<int:pk>/pilih/", choosing.submission_choose, name="intake-submission-choose"),
    path("perubahan-lapangan/", changes.change_list, name="intake-change-list"),
    path("perubahan-lapangan/bersama/", together.change_together, name="intake-change-together"),
    path("perubahan-lapangan/bersama/<int:pk>/", together.change_batch, name="intake-change-batch"),
    path("perubahan-lapangan/<int:pk>/", changes.change_detail, name="intake-change-detail"),
    path("kiriman-tertahan/", held.held_list, name="intake-held-list"),
    path("kiriman-tertahan/<int:pk>/", held.held_detail, name="intake-held-detail"),
]
