from django.urls import path

from allmende.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/abbrechen/", views.cancel, name="cancel"),
    path("<int:pk>/fortsetzen/", views.resume, name="resume"),
]
