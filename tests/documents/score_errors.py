"""Mistakes in the score of a document and in its scale; see front_matter_errors.py."""

SCORE_ERRORS = [
    (
        "recommendation: recommended",
        "recommendation: mixed\n  score: 4",
        "score",
        ("A score needs a scale, such as “scale: {best: 5, step: 0.5}” or “scale: letters”."),
    ),
    (
        "recommendation: recommended",
        "recommendation: mixed\n  scale: {best: 5, step: 1}",
        "scale",
        "A scale needs a score. Add score, or remove scale.",
    ),
    *(
        (
            "recommendation: recommended",
            f"recommendation: mixed\n  score: {score}\n  scale: {scale}",
            "score",
            f"“{score}” is not on the scale. Possible scores: {possible}.",
        )
        for score, scale, possible in (
            ("6", "{best: 5, step: 1}", "0, 1, 2, 3, 4, 5"),
            ("four", "{best: 5, step: 1}", "0, 1, 2, 3, 4, 5"),
            ("4.2", "{best: 5, step: 0.5}", "0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5"),
            ("7.3", "{best: 10, step: 0.5}", "from 0 to 10 in steps of 0.5"),
            ("0", "1-6", "1, 2, 3, 4, 5, 6"),
            ("2", "{worst: 1, best: 6, step: 2}", "1, 3, 5"),
            ("101%", "percent", "from 0 to 100 in steps of 1"),
            ("E", "letters", "A+, A, A-, B+, B, B-, C+, C, C-, D+, D, D-, F"),
            ("9", "letters", "A+, A, A-, B+, B, B-, C+, C, C-, D+, D, D-, F"),
        )
    ),
    *(
        (
            "recommendation: recommended",
            f"recommendation: mixed\n  score: {score}\n  scale: {scale}",
            "scale",
            sentence,
        )
        for score, scale, sentence in (
            (
                "B",
                "{kind: letters, step: 2}",
                "Unknown key “step” in the scale. Possible keys: “kind”.",
            ),
            ("4", "{best: 5}", "“step” is missing in the scale."),
            ("4", "{best: 5, step: 0}", "The step must be more than 0."),
            (
                "4",
                "{best: 5, step: -1}",
                "“step” in the scale is wrong: expected a number, such as 3.5.",
            ),
            ("4", "{worst: 6, best: 1, step: 1}", "The best score must be more than the worst."),
            (
                "4",
                "{best: 5, step: 0.333}",
                "“step” in the scale: Ensure that there are no more than 2 decimal places.",
            ),
            (
                "4",
                "{kind: percent, best: 10}",
                "Unknown key “best” in the scale. Possible keys: “kind”, “step”.",
            ),
            (
                "4",
                "{kind: stars, best: 20}",
                "Stars are at most 10, and have whole, half or quarter steps.",
            ),
            (
                "4",
                "{kind: grades}",
                (
                    "“kind” in the scale cannot be “grades”. Possible values: “points”, “stars”, "
                    "“percent”, “letters”."
                ),
            ),
            *(
                (
                    "4",
                    notation,
                    (
                        "A scale is written “letters”, “percent”, “stars” or like “1-6”, “0-10 "
                        "step 0.5” or “stars 1-5 step 1”."
                    ),
                )
                for notation in ("school", "letters 1-6", "percent 1-10", "1-", "A-F")
            ),
        )
    ),
]
