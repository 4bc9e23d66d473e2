import os
import sys

from django.core.wsgi import get_wsgi_application

from xiangji.project.children import die_with_parent
from xiangji.project.env import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangji.project.settings")
if os.environ.get("XIANGJI_SUPERVISED"):
    die_with_parent()

try:
    application = get_wsgi_application()
except BadSetting as wrong:
    sys.exit(str(wrong))
