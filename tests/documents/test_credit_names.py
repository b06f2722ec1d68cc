"""Credits and the words that name them."""

from documents.credit_names import CreditLookup, CreditNames


class TestCreditLookup:
    def test_words_for_credits_are_as_few_as_possible(self):
        ida = CreditNames("ida", "Ida", "", (("eve", "Eve"),), "")
        both = CreditNames("ida", "Ida", "", (("eve", "Eve"), ("mara", "Mara")), "")
        writer = CreditNames("ida", "Ida", "", (), "Writer")
        jon = CreditNames("jon", "Jon", "", (), "")
        lookup = CreditLookup([ida, both, writer, writer, jon])
        assert {
            places: lookup.words_for(set(places))
            for places in [(), (0,), (1,), (2,), (2, 3), (0, 1), (0, 1, 2, 3), (1, 4), (0, 4)]
        } == {
            (): "",
            (0,): "#1",
            (1,): "mara",
            (2,): "#3",
            (2, 3): "ida/writer",
            (0, 1): "eve",
            (0, 1, 2, 3): "ida",
            (1, 4): "mara jon",
            (0, 4): "#1 jon",
        }
