"""Text made printable: replaced, left out, kept; bold in drawings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhishu.publish.fonts import missing_glyphs
from zhishu.publish.print.glyphs import HAIRLINE, printable, printable_drawing, unshown
from zhishu.publish.print.words import date_text, full_date


@settings(deadline=None)
@given(st.text())
def test_printable_text_has_a_glyph_for_every_character(text: str) -> None:
    """Whatever the text, what is printed of it lies in the font, and making it printable again changes nothing."""
    shown = printable(text)
    assert missing_glyphs(shown) == ()
    assert printable(shown) == shown


def test_what_the_font_has_is_left_alone() -> None:
    """Chinese, Latin and their punctuation pass unchanged, at any depth of the data."""
    data = {"a": ["“昇堃喆”——100%，fine", 3, None], "b": {"c": "Zürich"}}
    assert printable(data) == data
    assert unshown("“昇堃喆”——100%，fine") == ()


def test_letters_and_their_accents_become_one() -> None:
    """An accent that stands apart is joined to its letter, which the font has."""
    assert printable("Zu\u0308rich") == "Zürich"


def test_a_letter_whose_mark_the_font_lacks_stands_without_it() -> None:
    """A name stays readable, and the letters are named at the end as those without a glyph are."""
    assert printable("Łódź, Keršulienė, Győr") == "Lódz, Kersuliene, Gyor"
    assert unshown("Łódź") == ("Ł", "ź")


def test_marks_that_cannot_be_seen_are_not_named() -> None:
    """Direction marks, joiners and variation selectors vanish and are no missing character."""
    text = "a\u200d\u202e\ufe0fb"
    assert printable(text) == "ab"
    assert unshown(text) == ()


def test_bold_words_of_a_drawing_are_drawn_heavier() -> None:
    """Bold text gets an outline in its own colour, other text none; what has an outline keeps it."""
    bold = '<text font-weight="bold" fill="#123456">北京</text>'
    assert printable_drawing(bold, "zh") == bold.replace(
        ">北京", f' stroke="#123456" stroke-width="{HAIRLINE}">北京'
    )
    for other in (
        '<text fill="#123456">北京</text>',
        '<text font-weight="bold" fill="#111" stroke="#fff">x</text>',
    ):
        assert printable_drawing(other, "zh") == other


def test_a_drawing_keeps_its_line_ends_and_loses_what_has_no_glyph() -> None:
    """Line ends between elements stay; an emoji becomes the sign for it; English quotes are narrow ones."""
    assert printable_drawing("<g>\n<text>\U0001f600</text></g>", "zh") == "<g>\n<text>〓</text></g>"
    assert printable_drawing('<text id="“a”">Xi’an “x”</text>', "en") == '<text id="“a”">Xi\'an "x"</text>'
    assert printable_drawing("<text>“北京”</text>", "zh") == "<text>“北京”</text>"


def test_dates_are_printed_as_far_as_they_go() -> None:
    """A year, a month, a day; what is no date stands as it is, and the file is then dated by the edition."""
    assert [date_text(date, "zh") for date in ("2023", "2023-09", "2023-09-05")] == [
        "2023 年",
        "2023 年 9 月",
        "2023 年 9 月 5 日",
    ]
    assert [date_text(date, "en") for date in ("2023", "2023-09", "2023-09-05")] == [
        "2023",
        "September 2023",
        "5 September 2023",
    ]
    assert date_text("2023-13", "zh") == "2023-13"
    assert full_date("2023-02-30", 2024) == (2024, 1, 1)
    assert full_date("0001-01", 3) == (1980, 1, 1)
