"""The programmes as IATI activities, to be taken away."""

from django.http import HttpRequest, HttpResponse

from naikkelas.reports.queries import iati
from naikkelas.web.gate import page


@page("reports.read")
def iati_export(request: HttpRequest) -> HttpResponse:
    code = request.frame.area.code
    response = HttpResponse(
        iati.activities_file(code, request.at), content_type="application/xml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="iati-{code}.xml"'
    return response
