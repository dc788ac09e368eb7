"""Addresses of the partners' papers; they belong to the app's own."""

from django.urls import path

from allmende.joint_decisions.partner_papers import views

urlpatterns = [
    path("<int:pk>/vorlagen/", views.papers, name="papers"),
    path("<int:pk>/vorlagen/veraltet/", views.outdated, name="outdated"),
    path("<int:pk>/vorlagen/ausgabe-<int:number>.zip", views.archive, name="papers-zip"),
    path("<int:pk>/vorlagen/angabe/", views.new_rule_figure, name="rule-figure"),
    path("<int:pk>/vorlagen/angabe/<int:figure>/", views.remove_rule_figure, name="rule-figure-remove"),
    path("<int:pk>/vorlage/<int:decision>/zahlen/", views.figures, name="figures"),
    path("<int:pk>/vorlage/<int:decision>/vorlage.<str:kind>", views.paper_file, name="paper-file"),
    path("<int:pk>/vorlage/<int:decision>/ergaenzung.<str:kind>", views.correction, name="correction"),
]
