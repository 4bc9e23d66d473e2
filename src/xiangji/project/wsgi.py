import os

from django.core.wsgi import get_wsgi_application

from xiangji.project.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
if os.environ.get("XIANGJI_SUPERVISED"):
    die_with_parent()

application = get_wsgi_application()
