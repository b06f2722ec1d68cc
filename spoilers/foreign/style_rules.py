"""What the `<style>` elements of a source hide."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from spoilers.foreign import css_tricks, hiding
from spoilers.foreign.hiding import Surroundings
from spoilers.foreign.tags import Tag

_CLASS = re.compile(r"\.([\w-]+)")
_COMBINATOR = re.compile(r"[\s>+~]+")
_SIMPLE = re.compile(r"(?P<sign>[#\[]?)(?P<name>[\w-]+|\*)")
_BRACKETS = re.compile(r"\[\s*([\w-]+)[^\]]*\]")
_PSEUDO = re.compile(r":[\w-]+(?:\([^()]*\))?")
_PART_OF_ELEMENT = re.compile(r"::|:(?:before|after|first-letter|first-line|marker)\b", re.I)


@dataclass(slots=True)
class HidingRules:
    """The elements that rules hide, by class, id, attribute and name."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def hide(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether they hide an element with this name and these attributes."""
        return (
            not self.classes.isdisjoint(attributes.get("class", "").split())
            or attributes.get("id") in self.ids
            or not self.attributes.isdisjoint(attributes)
            or not self.names.isdisjoint((name, "*"))
        )

    def add(self, selectors: str) -> None:
        """Add the elements that `selectors` mean. Of a selector with classes all of them count."""
        for selector in selectors.lower().split(","):
            if _PART_OF_ELEMENT.search(selector):
                continue
            if classes := _CLASS.findall(selector):
                self.classes.update(classes)
                continue
            last = _COMBINATOR.split(_PSEUDO.sub("", selector).strip())[-1]
            self.attributes.update(_BRACKETS.findall(last))
            for sign, name in _SIMPLE.findall(_BRACKETS.sub("", last)):
                (self.ids if sign else self.names).add(name)


NO_RULES = HidingRules()


def hiding_rules(source: str, tags: Iterable[Tag]) -> HidingRules:
    """The rules that hide something in the `<style>` elements among `tags`."""
    found = HidingRules()
    styles = [tag for tag in tags if tag.name == "style" and not tag.is_code]
    # In Markdown the end of the element is a tag of its own.
    for tag, following in zip_longest(styles, styles[1:]):
        end = following.start if following else len(source)
        if not tag.is_close:
            for rule in source[slice(*(tag.content or (tag.end, end)))].split("}"):
                selectors, _brace, body = rule.rpartition("{")
                selectors = selectors.rpartition("{")[2].strip()
                style = css_tricks.declarations(body)
                is_hiding = (
                    css_tricks.hidden_by_style(style)
                    or hiding.colours({}, style, Surroundings())[1]
                )
                if is_hiding and not selectors.startswith("@"):
                    found.add(selectors)
    return found
