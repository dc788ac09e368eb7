"""Addresses of legal forms and comparisons."""

from django.urls import path

from allmende.cooperations.options import edit_views, export_views, legal_form_views, views

app_name = "options"

urlpatterns = [
    path("rechtsformen/", legal_form_views.legal_form_table, name="legal-forms"),
    path("vergleiche/", views.comparison_list, name="comparisons"),
    path("vergleiche/neu/", edit_views.new_comparison, name="new"),
    path("vergleiche/word-vorlage/", export_views.word_template, name="word-template"),
    path("vergleiche/word-vorlage/muster.docx", export_views.sample_template, name="sample-template"),
    path("vergleiche/<int:pk>/", views.comparison, name="comparison"),
    path("vergleiche/<int:pk>/grundlagen/", edit_views.basics, name="basics"),
    path("vergleiche/<int:pk>/beteiligte/", edit_views.partner_figures, name="partners"),
    path("vergleiche/<int:pk>/zustimmungen/", edit_views.consents, name="consents"),
    path("vergleiche/<int:pk>/alternative/<slug:key>/gruppen/", edit_views.group_costs, name="group-costs"),
    path("vergleiche/<int:pk>/alternative/", edit_views.new_option, name="new-option"),
    path("vergleiche/<int:pk>/alternative/<slug:key>/", edit_views.option, name="option"),
    path(
        "vergleiche/<int:pk>/alternative/<slug:key>/entfernen/",
        edit_views.remove_option,
        name="remove-option",
    ),
    path("vergleiche/<int:pk>/veroeffentlichung/", views.publication, name="publication"),
    path("vergleiche/<int:pk>/festhalten/", views.freeze, name="freeze"),
    path("vergleiche/<int:pk>/loeschen/", views.delete, name="delete"),
    path("vergleiche/<int:pk>/stand/<int:number>/", views.snapshot, name="snapshot"),
    path("vergleiche/<int:pk>/vorlage.<str:kind>", export_views.export, name="export"),
    path(
        "vergleiche/<int:pk>/stand/<int:number>/vorlage.<str:kind>",
        export_views.export,
        name="snapshot-export",
    ),
]
