"""The WSGI application that waitress serves.

All screens are loaded now, not by the first request, and what is loaded stays: taken out of the garbage collector's sight
(`gc.freeze`), it is not walked through in the middle of a request, which took 150 ms for its half million objects.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # reading them imports every screen
gc.collect()
gc.freeze()
