"""The forms of a site that moves in: the upload, and what becomes of its posts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moving.imported import SourceRefused
from moving.move_models import SiteMove
from moving.site_map import MAX_BYTES, site_map_in
from reviews.models import Critic

MOST_AUTHORS, MOST_TAGS, MOST_CRITICS = 50, 100, 500


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Export"),
        max_length=200,
        help_text=gettext_lazy(
            "WordPress: the .xml file of Tools → Export → All content. Ghost: the .json file of "
            "Settings → Import/Export. Letterboxd: the .zip file of Settings → Data. Hugo, Jekyll "
            "or Eleventy: the folder of the site, packed into a .zip file."
        ),
    )
    pictures = forms.FileField(
        label=gettext_lazy("Pictures"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "A .zip file with the pictures, such as wp-content/uploads of WordPress or "
            "content/images of Ghost. Without it the drafts have no pictures."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=SiteMove.Format.choices, required=False
    )

    def __init__(self, request: HttpRequest) -> None:
        is_sent = request.method == "POST"
        super().__init__(*((request.POST, request.FILES) if is_sent else ()))
        self.too_large = getattr(request, "too_large", "")

    def clean(self) -> dict[str, Any] | None:
        files = filter(None, (self.cleaned_data.get("file"), self.cleaned_data.get("pictures")))
        limit = settings.IMPORT_MAX_BYTES
        if self.too_large or sum(file.size for file in files) > limit:
            self.errors.pop("file", None)
            raise ValidationError(
                _("The files are larger than %(limit)s. Use the command import_site on the server.")
                % {"limit": filesizeformat(limit)}
            )
        return self.cleaned_data


class OptionsForm(forms.Form):
    """What becomes of the posts of ``move``. `options` is what `SiteMove.options` stores."""

    publishes = forms.TypedChoiceField(
        label=gettext_lazy("The posts become"),
        coerce=lambda value: value == "True",
        choices=[
            ("False", gettext_lazy("drafts")),
            (
                "True",
                gettext_lazy("published reviews with the date that they had, if they are complete"),
            ),
        ],
        widget=forms.RadioSelect,
    )
    only = forms.MultipleChoiceField(
        label=gettext_lazy("Only posts with one of these categories or tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    skip = forms.MultipleChoiceField(
        label=gettext_lazy("No posts with one of these categories or tags"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    map = forms.CharField(
        label=gettext_lazy("More"),
        required=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "What else a file of --map may say, in YAML: the films of single posts, what a score "
            "means, the field and the scale of the rating, the language."
        ),
    )

    def __init__(self, move: SiteMove, data: Any = None) -> None:
        options, report = move.options, move.report
        initial = {"publishes": str(move.publishes), "map": options.get("map", "")}
        initial |= {name: options.get(name, []) for name in ("only", "skip")}
        super().__init__(data, initial=initial)
        self.authors = sorted(report.authors, key=lambda key: -report.authors[key][1])
        self.authors = self.authors[:MOST_AUTHORS]
        critics = list(Critic.objects.values_list("display_name", flat=True)[:MOST_CRITICS])
        choices = [("", _("the critic with this e-mail or name, or a new one"))]
        choices += [(name, name) for name in dict.fromkeys(critics)]
        for number, key in enumerate(self.authors):
            name, count = report.authors[key]
            self.fields[f"author_{number}"] = forms.ChoiceField(
                label=f"{name} ({count})",
                choices=choices,
                required=False,
                initial=options.get("authors", {}).get(key.lower(), ""),
            )
        tags = sorted(report.tags, key=lambda tag: -report.tags[tag])[:MOST_TAGS]
        tag_choices = [(tag.lower(), f"{tag} ({report.tags[tag]})") for tag in tags]
        self.fields["only"].choices = self.fields["skip"].choices = tag_choices  # type: ignore[attr-defined]
        if not tags:
            del self.fields["only"], self.fields["skip"]

    def clean_map(self) -> str:
        text: str = self.cleaned_data["map"]
        try:
            site_map_in(text.encode(), _("“More”"))
        except SourceRefused as refused:
            raise ValidationError(str(refused)) from refused
        return text

    @property
    def author_fields(self) -> list[Any]:
        return [self[f"author_{number}"] for number in range(len(self.authors))]

    @property
    def options(self) -> dict[str, Any]:
        chosen = (
            (key.lower(), self.cleaned_data[f"author_{number}"])
            for number, key in enumerate(self.authors)
        )
        return {
            "map": self.cleaned_data["map"],
            "authors": {key: name for key, name in chosen if name},
            "only": self.cleaned_data.get("only", []),
            "skip": self.cleaned_data.get("skip", []),
        }
