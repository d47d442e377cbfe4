"""What the rows of a long list write a hundred times a page, made once; and parts of a page that stay until something is
written."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from naikkelas.analytics.cache import remembered

register = template.Library()
_MARK = 918_273_645


class _Address(URLNode):
    """{% url name number %}: the addresses of a name differ by the number alone, so the rest is looked up once."""

    def render(self, context: Context) -> str:
        if len(self.args) == 1 and not self.kwargs and self.asvar is None:
            number = self.args[0].resolve(context)
            if type(number) is int and number >= 0:
                before, after = _around(self.view_name.resolve(context))
                return f"{before}{number}{after}"
        return super().render(context)


@lru_cache(maxsize=512)
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_MARK]).partition(str(_MARK))
    return conditional_escape(before), conditional_escape(after)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = django_url(parser, token)
    return _Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag
def synthetic(flag: bool = True) -> SafeString:
    """The mark of an invented record; nothing for a real one."""
    return _synthetic(bool(flag), get_language())


@lru_cache(maxsize=8)
def _synthetic(flag: bool, _language: str | None) -> SafeString:
    return render_to_string("_components/synthetic.html", {"flag": flag})


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a select, the chosen one marked. Every page has some hundred, and mostly those of the page before."""
    return _options(tuple((str(value), str(text)) for value, text in choices), str(chosen))


@lru_cache(maxsize=1024)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if value == chosen else "", text) for value, text in choices),
    )


_SELECTED = mark_safe(" selected")


class _Same(Node):
    def __init__(self, nodes: NodeList, parts: list[FilterExpression]) -> None:
        self._nodes, self._parts = nodes, parts
        self._written: dict[tuple[str | None, ...], str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), *(str(part.resolve(context)) for part in self._parts))
        found = self._written.get(key)
        if found is None:
            if len(self._written) >= MOST_WRITTEN:
                self._written.clear()
            with context.push():  # what is set inside is not there for what follows, the first time neither
                found = self._written[key] = self._nodes.render(context)
        return found


MOST_WRITTEN = 500


@register.tag
def same(parser: Parser, token: Token) -> Node:
    """{% same role path %}…{% endsame %}: a part that follows from these values and the language alone, whatever the data
    say: written once for each. What anything else has a say in does not belong inside."""
    _, *parts = token.split_contents()
    nodes = parser.parse(("endsame",))
    parser.delete_first_token()
    return _Same(nodes, [parser.compile_filter(part) for part in parts])


class _Kept(Node):
    def __init__(self, nodes: NodeList, parts: list[FilterExpression]) -> None:
        self._nodes, self._parts = nodes, parts

    def render(self, context: Context) -> str:
        key = ("kept", get_language(), *(str(part.resolve(context)) for part in self._parts))
        found: Any = remembered(key, lambda: self._nodes.render(context))
        return found


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """{% kept "name" area year %}…{% endkept %}: the part is written once for each of these values and language until
    something changes. All that it shows must follow from them."""
    _, *parts = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(nodes, [parser.compile_filter(part) for part in parts])
