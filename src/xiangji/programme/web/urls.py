from django.urls import path

from xiangji.programme.web import money_board, views

app_name = "programme"
urlpatterns = [
    path("", views.running, name="running"),
    path("documents/", views.documents, name="documents"),
    path("<slug:key>/", views.plan, name="plan"),
    path("<slug:key>/questions/", views.questions, name="questions"),
    path("<slug:key>/papers/", views.plan_papers, name="plan_papers"),
    path("<slug:key>/papers/<int:number>/", views.plan_paper, name="plan_paper"),
    path("<slug:key>/projects/", views.projects, name="projects"),
    path("<slug:key>/projects.csv", views.projects_csv, name="projects_csv"),
    path("<slug:key>/projects.xlsx", views.projects_xlsx, name="projects_xlsx"),
    path("<slug:key>/money/", money_board.money, name="money"),
    path("<slug:key>/money.csv", money_board.money_csv, name="money_csv"),
    path("<slug:key>/money/<slug:line>/", money_board.money_line, name="money_line"),
    path("<slug:key>/targets/<slug:target>/", views.target, name="target"),
]
