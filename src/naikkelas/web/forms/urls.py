from django.urls import path

from naikkelas.web.forms import answers, exporting, views

urlpatterns = [
    path("formulir/", views.form_list, name="forms-form-list"),
    path("jawaban/", exporting.answer_list, name="forms-answer-list"),
    path("jawaban/<int:pk>/", exporting.answer_export, name="forms-answer-export"),
    path("jawaban/<int:pk>/kunci/", exporting.answer_key, name="forms-answer-key"),
    path("formulir/<int:pk>/", views.form_detail, name="forms-form-detail"),
    path("formulir/<int:pk>/putuskan/", views.form_decide, name="forms-form-decide"),
    path("formulir/<int:pk>/berkas/", views.form_media, name="forms-form-media"),
    path("formulir/<int:pk>/asal/", views.form_original, name="forms-form-original"),
    path("formulir/<int:pk>/beda/", views.form_differences, name="forms-form-differences"),
    path("formulir/<int:pk>/jawaban/", answers.form_answers, name="forms-form-answers"),
]
