"""Emphasis beside Chinese, Japanese and Korean text, and everywhere else as in CommonMark."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from spoilers import plain
from spoilers.emphasis import is_cjk, scan_delimiters
from tests.spoilers.redacting import hidden_html, public_html


class TestBesidePunctuation:
    @pytest.mark.parametrize(
        ("markdown", "html"),
        [
            ("前作**『白い船』**は静か", "前作<strong>『白い船』</strong>は静か"),
            ("これは**待つ映画だ。**だから", "これは<strong>待つ映画だ。</strong>だから"),
            ("中国語では*《白船》*と題", "中国語では<em>《白船》</em>と題"),
            ("他说**“等一等”**就走了", "他说<strong>“等一等”</strong>就走了"),
            ("**스크립트(script)**는 길다", "<strong>스크립트(script)</strong>는 길다"),
            ("배우 **‘김’**이 나온다", "배우 <strong>‘김’</strong>이 나온다"),
            ("全角**（強調）**の括弧", "全角<strong>（強調）</strong>の括弧"),
            ("半角**(強調)**の括弧", "半角<strong>(強調)</strong>の括弧"),
            ("ｶﾅ**｢引用｣**ｶﾅ", "ｶﾅ<strong>｢引用｣</strong>ｶﾅ"),
            ("葛\U000e0100**(強調)**の", "葛\U000e0100<strong>(強調)</strong>の"),
            ("หนัง**“เรือสีขาว”**ดี", "หนัง<strong>“เรือสีขาว”</strong>ดี"),
            ("ហើយ*(ទូក)*ល្អ", "ហើយ<em>(ទូក)</em>ល្អ"),
            ("~~『消す』~~は", "<s>『消す』</s>は"),
            ("***『両方』***は", "<em><strong>『両方』</strong></em>は"),
        ],
    )
    def test_emphasis_begins_and_ends(self, markdown: str, html: str) -> None:
        assert public_html(markdown) == f"<p>{html}</p>\n"

    def test_also_behind_a_curtain_and_in_plain_text(self) -> None:
        assert hidden_html("a >!前作**『白い船』**は!<") == {
            "k-1": "前作<strong>『白い船』</strong>は"
        }
        assert (
            public_html("前作**『>!白い船!<』**は") == "<p>前作<strong>『{k-1}』</strong>は</p>\n"
        )
        assert plain("前作**『白い船』**は") == plain("前作**白い船**は").replace(
            "白い船", "『白い船』"
        )

    @pytest.mark.parametrize(
        "text", ["a**(b)**c", "foo**“bar”**baz", "a*!b*c", "日本_語_の", "“*a*”b*"]
    )
    def test_other_text_is_unchanged(self, text: str) -> None:
        assert public_html(text) == MarkdownIt().render(text)

    def test_an_emoji_is_no_letter(self) -> None:
        assert not is_cjk("😀")
        assert public_html("a**(b)**😀") == MarkdownIt().render("a**(b)**😀")


class TestAnyText:
    @given(st.text(alphabet="*_a .(“é\u00a0\u2009½€", max_size=12), st.booleans())
    @example("*", True)
    def test_without_these_scripts_the_rules_are_those_of_commonmark(
        self, text: str, inside_words: bool
    ) -> None:
        state = StateInline(text, MarkdownIt(), {}, [])
        for start in range(len(text)):
            if text[start] in "*_" and text[start - 1 : start] != text[start]:
                expected = state.scanDelims(start, inside_words)
                found = scan_delimiters(text, start, len(text), inside_words=inside_words)
                assert found == expected
