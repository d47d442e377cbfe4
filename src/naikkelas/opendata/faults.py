"""Refusals of the feed, as OData has them (JSON Format 4.01, 21)."""


class BadQuery(Exception):
    """What was asked is no OData, or names what is not there."""

    status, code = 400, "BadRequest"


class NotOffered(BadQuery):
    """OData knows it and this feed does not do it."""

    status, code = 501, "NotImplemented"


class Unknown(BadQuery):
    """No such form, entity set or entity, or not for this person."""

    status, code = 404, "NotFound"
