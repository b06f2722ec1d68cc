from tests.spoilers.redacting import redacted


class TestPlainText:
    def test_text_of_paragraphs_items_rows_and_code(self):
        markdown = (
            "a *b*\nc\\\nd\n\n- e\n- f\n  - g\n\n1. h\n\n   i\n2. j\n\n"
            "| k | l |\n|---|---|\n| m | n |\n| o | p |\n\n"
            "#### q\n\n> r\n\n```\ns\n\nt\n```\n\n***\n\nu `v` &amp; [w](x) <y@z.a>"
        )
        assert redacted(markdown).text == (
            "a b c\nd\n\ne\nf\ng\n\nh\n\ni\n\nj\n\nk l\nm n\no p\n\nq\n\nr\n\n"
            "s\n\nt\n\nu v & w y@z.a"
        )

    def test_an_empty_text_is_empty(self):
        assert redacted("").text == ""
        assert redacted("").html == ""
