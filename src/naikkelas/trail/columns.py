"""A column type for the codes of areas, here because this is the lowest floor with a database."""

from django.db import models


class CodeField(models.CharField):
    """Text compared byte by byte on every engine, so that 'all below 18.01' is a range of an index.

    Language collations (PostgreSQL's default) skip the dots of '18.01.02'.
    """

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
