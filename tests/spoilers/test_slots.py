from spoilers import fill_slots
from tests.spoilers.redacting import redacted


class TestFillSlots:
    def test_each_slot_is_replaced_by_the_html_for_its_key(self):
        html = redacted("a >!b!< c\n\n::: spoiler\nd\n:::").html
        assert fill_slots(html, lambda key: f"[{key}]") == "<p>a [k-1] c</p>\n[k-2]\n"

    def test_slots_in_the_inserted_html_stay(self):
        result = redacted(">!a >!b!<!<")
        hidden = {curtain.key: curtain.html for curtain in result.curtains}
        assert fill_slots(result.html, hidden.__getitem__) == (
            '<p>a <curtain-slot key="k-1-1"></curtain-slot></p>\n'
        )

    def test_inserted_html_is_unchanged(self):
        assert fill_slots(redacted(">!a!<").html, lambda key: r"\1 \g<0>") == "<p>\\1 \\g<0></p>\n"

    def test_authors_cannot_forge_a_slot(self):
        html = redacted('<curtain-slot key="x"></curtain-slot>').html
        assert fill_slots(html, lambda key: "forged") == html
