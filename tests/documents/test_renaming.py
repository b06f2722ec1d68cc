from documents.renaming import rename

MAPPING = {"old": "new", "older": "newer", "candidate-0": "x"}


class TestRenameFilms:
    def test_renames_slugs_of_inline_and_block_curtains(self):
        assert rename(
            '>!a!<{instead="old" spoils="old other  older"}\n\n'
            '::: spoiler Old {spoils="old"}\nb\n:::',
            films=MAPPING,
            pictures={},
        ) == (
            '>!a!<{instead="old" spoils="new other  newer"}\n\n'
            '::: spoiler Old {spoils="new"}\nb\n:::'
        )

    def test_text_that_looks_like_an_attribute_is_unchanged(self):
        markdown = (
            'spoils="old" `>!a!<{spoils="old"}`\r\n\r\n    ::: spoiler {spoils="old"}\r\n\r\n'
            '\\>!a!<{spoils="old"}\r\n'
        )
        assert rename(markdown, films=MAPPING, pictures={}) == markdown

    def test_every_other_byte_is_unchanged(self):
        markdown = '\t>!a!< \r\n> >!b!<{ spoils="old\n> older" }  \0\r'
        assert rename(markdown, films=MAPPING, pictures={}) == markdown.replace(
            "older", "newer"
        ).replace("old\n", "new\n")

    def test_a_part_of_another_slug_is_not_renamed(self):
        assert (
            rename('>!a!<{spoils="old-2 cold"}', films=MAPPING, pictures={})
            == '>!a!<{spoils="old-2 cold"}'
        )

    def test_a_new_slug_is_not_renamed_again(self):
        assert (
            rename('>!a!<{spoils="a b"}', films={"a": "b", "b": "a"}, pictures={})
            == '>!a!<{spoils="b a"}'
        )

    def test_text_without_attributes_is_unchanged(self):
        assert rename("old >!old!<", films=MAPPING, pictures={}) == "old >!old!<"

    def test_problems_are_ignored(self):
        assert (
            rename('>! >!a!<{spoils="candidate-0"}', films=MAPPING, pictures={})
            == '>! >!a!<{spoils="x"}'
        )
