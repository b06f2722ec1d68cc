"""A review as a Wagtail page: a headline, facts, sections of rich text, points and a verdict."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Page


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False)
    text = blocks.RichTextBlock()


class ReviewIndexPage(Page):
    """The list of reviews."""

    subpage_types = ["reviews.ReviewPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        reviews = ReviewPage.objects.live().descendant_of(self).order_by("-first_published_at")
        return super().get_context(request, *args, **kwargs) | {"reviews": reviews}


class ReviewPage(Page):
    film = models.CharField(max_length=200)
    critic = models.CharField(max_length=200)
    standfirst = RichTextField(blank=True)
    lead_image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    sections = StreamField([("section", SectionBlock())], blank=True)
    recommendation = models.CharField(max_length=20)
    score = models.CharField(max_length=20, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("film"),
        FieldPanel("critic"),
        FieldPanel("standfirst"),
        FieldPanel("lead_image"),
        FieldPanel("sections"),
        FieldPanel("recommendation"),
        FieldPanel("score"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        related = ReviewPage.objects.live().sibling_of(self, inclusive=False)
        return super().get_context(request, *args, **kwargs) | {
            "related": related.order_by("-first_published_at")[:4]
        }
