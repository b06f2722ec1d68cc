"""Language tags in the codes of other formats."""

import re

import pytest
from django.utils import translation

from pages.sharing.language_codes import news_language, open_graph_locale


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        ("de-AT", "de"),
        ("pt-BR", "pt"),
        ("sr-Latn-RS", "sr"),
        ("gsw-CH", "gsw"),
        ("yue-Hant-HK", "yue"),
        ("zh", "zh-cn"),
        ("zh-CN", "zh-cn"),
        ("zh-sg", "zh-cn"),
        ("zh-Hans", "zh-cn"),
        ("zh-Hans-HK", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("zh-hant-cn", "zh-tw"),
        ("zh-TW", "zh-tw"),
        ("zh-HK", "zh-tw"),
        ("zh-MO", "zh-tw"),
        ("zh-cmn-Hant", "zh-tw"),
        ("cmn-TW", "zh-tw"),
    ],
)
def test_news_language_is_one_of_googles_schema(tag, expected):
    assert news_language(tag) == expected
    assert re.fullmatch("zh-cn|zh-tw|([a-z]{2,3})", expected)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("", "de_DE"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de-AT", "de_AT"),
        ("de-1996", "de_DE"),
        ("zh-Hant-TW", "zh_TW"),
        ("zh-yue-hk", "zh_HK"),
        ("cy", ""),
        ("es-419", ""),
    ],
)
def test_open_graph_locale_has_a_territory(tag, expected):
    with translation.override("de"):
        assert open_graph_locale(tag) == expected
