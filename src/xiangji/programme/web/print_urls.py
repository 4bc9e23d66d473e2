"""Papers to be printed and signed, for whoever has logged in: /office/print/."""

from django.urls import path

from xiangji.programme.web import pack_views, payment_views, statement_views, voucher_views

urlpatterns = [
    path("payments/<int:number>/", payment_views.slip, name="payment-slip"),
    path("payments/<int:number>/slip.docx", payment_views.slip_docx, name="payment-slip-docx"),
    path("payments/<int:number>/slip.pdf", payment_views.slip_pdf, name="payment-slip-pdf"),
    path("projects/<int:number>/pack/", pack_views.pack, name="project-pack"),
    path("books/<int:number>/settling/", statement_views.settling, name="settling"),
    path("books/<int:number>/vouchers.xlsx", voucher_views.vouchers, name="vouchers"),
    path("books/<int:number>/vouchers.csv", voucher_views.vouchers_csv, name="vouchers-csv"),
]
