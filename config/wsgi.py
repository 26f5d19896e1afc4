"""The web server's door (granian, WSGI): the API, the tiles and the admin pages.

nginx stands in front. Only from it (WANGGE_PROXIES, this machine by default) is it believed who
the client is: failed sign-ins are counted by address.
"""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config.start import refuse_wrong_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
proxies = os.environ.get("WANGGE_PROXIES", "127.0.0.1").split(",")
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=proxies)
refuse_wrong_settings()
