"""A Django view that reads what is sent and answers, and nothing else: the least that Django itself costs. Served like the
real thing, it is one of the machine's own limits."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

WORKERS, THREADS = 2, 16


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.FILES)}", status=201)


urlpatterns = [re_path("", view)]
if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], SECRET_KEY="no secret is kept here"
    )
application = get_wsgi_application()


if __name__ == "__main__":
    import sys

    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "bench.empty_view:application",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=512,
        log_access=False,
        log_level="error",
    ).serve()
