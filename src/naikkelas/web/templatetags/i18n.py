"""Django's translation tags; a fixed text in {% translate %} is looked up once a language, not again at every row of a list.

Named as Django's own library, so that `{% load i18n %}` finds this one.
"""

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class _Fixed(Node):
    """A text without variables: what it is in a language never changes."""

    def __init__(self, inner: i18n.TranslateNode) -> None:
        self._inner = inner
        self._texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self._texts:
            self._texts[language] = self._inner.render(context)
        return self._texts[language]


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    inner = i18n.do_translate(parser, token)
    expression = inner.filter_expression
    plain = inner.asvar is None and inner.message_context is None and not expression.filters
    return _Fixed(inner) if plain and expression.var.literal is not None else inner
