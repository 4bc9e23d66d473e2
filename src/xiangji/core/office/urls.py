from django.urls import path

from xiangji.core.office import account, entering, figures, importing, messages, sealed, views, views_saved

# Names of pages stand before the names of desks; no desk may be called like one of them (registry.RESERVED).
urlpatterns = [
    path("", views.todo, name="office"),
    path("login/", entering.log_in, name="office-log-in"),
    path("login/code/", entering.second_factor, name="office-second-factor"),
    path("logout/", entering.log_out, name="office-log-out"),
    path("me/", account.me, name="office-me"),
    path("me/password/", account.password, name="office-password"),
    path("me/code/", account.enrol, name="office-enrol"),
    path("menu/", views.menu, name="office-menu"),
    path("search/", views.search, name="office-search"),
    path("messages/", messages.messages, name="office-messages"),
    path("messages/read/", messages.read_all, name="office-read-messages"),
    path("messages/<int:pk>/", messages.open_message, name="office-message"),
    path("figures/<str:code>/", figures.figure_page, name="office-figure"),
    path("rights/", account.rights, name="office-rights"),
    path("import/<slug:kind>/", importing.begin, name="office-import"),
    path("import/<slug:kind>/template/", importing.template, name="office-import-template"),
    path("import/<slug:kind>/<int:number>/", importing.intake, name="office-intake"),
    path("import/<slug:kind>/<int:number>/wrong/", importing.wrong, name="office-intake-wrong"),
    path("import/<slug:kind>/<int:number>/confirm/", importing.confirm, name="office-intake-confirm"),
    path("import/<slug:kind>/<int:number>/drop/", importing.drop, name="office-intake-drop"),
    path("import/<slug:kind>/<int:number>/hand-out/", importing.hand_out, name="office-intake-hand-out"),
    path("exports/<int:pk>/file/", sealed.download, name="office-sealed-file"),
    path("<slug:key>/", views.desk, name="office-desk"),
    path("<slug:key>/export/", views.export, name="office-export"),
    path("<slug:key>/sealed/", sealed.ask, name="office-sealed"),
    path("<slug:key>/views/", views_saved.save, name="office-save-view"),
    path("<slug:key>/views/<int:pk>/forget/", views_saved.forget, name="office-forget-view"),
    path("<slug:key>/do/<slug:name>/", views.act_on_list, name="office-act-on-list"),
    path("<slug:key>/<str:pk>/", views.paper, name="office-paper"),
    path("<slug:key>/<str:pk>/<slug:name>/", views.act, name="office-act"),
]
