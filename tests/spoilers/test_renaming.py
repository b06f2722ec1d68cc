from spoilers import rename_films

MAPPING = {"old": "new", "older": "newer", "candidate-0": "x"}


class TestRenameFilms:
    def test_renames_slugs_of_inline_and_block_curtains(self):
        assert rename_films(
            '>!a!<{instead="old" spoils="old other  older"}\n\n'
            '::: spoiler Old {spoils="old"}\nb\n:::',
            MAPPING,
        ) == (
            '>!a!<{instead="old" spoils="new other  newer"}\n\n'
            '::: spoiler Old {spoils="new"}\nb\n:::'
        )

    def test_text_that_looks_like_an_attribute_is_unchanged(self):
        markdown = (
            'spoils="old" `>!a!<{spoils="old"}`\r\n\r\n    ::: spoiler {spoils="old"}\r\n\r\n'
            '\\>!a!<{spoils="old"}\r\n'
        )
        assert rename_films(markdown, MAPPING) == markdown

    def test_every_other_byte_is_unchanged(self):
        markdown = '\t>!a!< \r\n> >!b!<{ spoils="old\n> older" }  \0\r'
        assert rename_films(markdown, MAPPING) == markdown.replace("older", "newer").replace(
            "old\n", "new\n"
        )

    def test_a_part_of_another_slug_is_not_renamed(self):
        assert rename_films('>!a!<{spoils="old-2 cold"}', MAPPING) == '>!a!<{spoils="old-2 cold"}'

    def test_a_new_slug_is_not_renamed_again(self):
        assert rename_films('>!a!<{spoils="a b"}', {"a": "b", "b": "a"}) == '>!a!<{spoils="b a"}'

    def test_text_without_attributes_is_unchanged(self):
        assert rename_films("old >!old!<", MAPPING) == "old >!old!<"

    def test_problems_are_ignored(self):
        assert rename_films('>! >!a!<{spoils="candidate-0"}', MAPPING) == '>! >!a!<{spoils="x"}'
