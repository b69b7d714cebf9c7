"""XML changed as text: what is meant is changed, however it is written, and every other letter stays."""

import time

import pytest

from addin.excel.markup import (
    attributes,
    refilled,
    retagged,
    tags,
    with_attribute,
    with_first,
    with_last,
    without,
)

ODD = "<?a <f>0</f> ?><!-- <f>1</f> --><x:f a='>'>2</x:f><f/><f >3</f ><ff>4</ff><![CDATA[<f>5</f>]]><g f='<'>6</g>"


def test_the_text_between_tags_is_edited():
    """With and without a prefix, never in a comment, an instruction or raw text, never in another element."""
    said = []
    assert refilled(ODD, "f", lambda text: said.append(text) or f"[{text}]") == ODD.replace(">2<", ">[2]<").replace(
        ">3<", ">[3]<"
    )
    assert said == ["2", "3"]


def test_several_names_are_edited_at_once():
    """Each of them, but none that only begins with one."""
    text = "<f>1</f><formula1>2</formula1><formula12>3</formula12>"
    assert refilled(text, "f|formula1", lambda _: "") == "<f></f><formula1></formula1><formula12>3</formula12>"


def test_an_element_with_others_inside_is_not_filled():
    """Only what holds nothing but text is taken for text."""
    assert refilled("<f>1<b/></f>", "f", lambda _: "") == "<f>1<b/></f>"


def test_tags_are_found_with_what_they_say():
    """Names without prefixes, values with their letters as they are meant."""
    assert list(tags("<a:b c='1'/><!--<b/>--><b>", "b")) == ["<a:b c='1'/>", "<b>"]
    assert attributes("""<b r:id = 'rId1' t="a&amp;&quot;&#12354;" u='"'/>""") == {"id": "rId1", "t": 'a&"あ', "u": '"'}


def test_what_stands_in_a_value_is_no_attribute():
    """A value may look like an attribute of its own."""
    assert attributes("""<b a=' codeName="x"' />""") == {"a": ' codeName="x"'}
    assert with_attribute("""<b a=' c="x"'/>""", "c", "y") == """<b a=' c="x"' c="y"/>"""


@pytest.mark.parametrize(
    ("tag", "changed"),
    [
        ("<b/>", '<b c="1"/>'),
        ("<b>", '<b c="1">'),
        ("<b  />", '<b c="1"  />'),
        ("<b c='0' d='2'>", "<b c=\"1\" d='2'>"),
        ("<b d='2' r:c = '0'/>", "<b d='2' c=\"1\"/>"),
    ],
)
def test_an_attribute_is_put_where_it_was_or_last(tag, changed):
    """Everything else of the tag stays as it was written."""
    assert with_attribute(tag, "c", "1") == changed


def test_a_value_is_written_so_that_it_can_be_read():
    """Signs that XML needs for itself are given their names."""
    tag = with_attribute("<b/>", "c", "a<\"'&")
    assert attributes(tag) == {"c": "a<\"'&"}


def test_tags_are_edited_in_their_place():
    """Each start tag of the name, empty or not."""
    assert retagged("<p:b/><c><b>1</b></c>", "b", lambda tag: tag.upper()) == "<P:B/><c><B>1</b></c>"


def test_empty_elements_are_taken_away():
    """In both ways of writing them, where their attributes say so; others and full ones stay."""
    text = "<l i='1'/><l i='2'></l><p:l i='1'> </p:l><l i='1'>text</l><!--<l i='1'/>-->"
    kept = "<l i='2'></l><l i='1'>text</l><!--<l i='1'/>-->"
    assert without(text, "l", lambda said: said["i"] == "1") == kept


def test_an_element_is_put_after_the_last_of_some():
    """It has the prefix of its neighbour, whose end tag may follow at once."""
    assert with_first("<w><v/><s/></w>", "w|v", "p a='1'") == "<w><v/><p a='1'/><s/></w>"
    assert with_first("<x:w ><x:v></x:v><x:s/></x:w>", "w|v", "p") == "<x:w ><x:v></x:v><x:p/><x:s/></x:w>"
    assert with_first("<w><s/></w>", "w|v", "p") == "<w><p/><s/></w>"
    with pytest.raises(IndexError):
        with_first("<w/>", "v", "p")


def test_an_element_is_put_at_the_end_of_the_root():
    """Also where the root was empty, and what follows the root stays."""
    assert with_last("<R><a/></R>\n<!-- </Q> -->", "R", "b") == "<R><a/><b/></R>\n<!-- </Q> -->"
    assert with_last("<p:R x='1' />", "R", "b") == "<p:R x='1'><p:b/></p:R>"
    with pytest.raises(ValueError, match="unpack"):
        with_last("<R/>", "S", "b")


@pytest.mark.parametrize(
    "piece", ["<!--", "<![CDATA[", "<?a", "<f ", "<f a='", '<f a="', "<f>", "<f>a", "<f></g>", "<f a='1' ", "<f a=1 "]
)
def test_a_part_that_was_made_to_harm_takes_no_time(piece):
    """The time grows with the length alone, whatever is opened and never closed."""
    text = piece * 200_000
    began = time.process_time()
    refilled(text, "f", str)
    list(tags(text, "f"))
    without(text, "f", lambda _: True)
    assert time.process_time() - began < 5.0


def test_a_tag_that_was_made_to_harm_takes_no_time():
    """Many spaces, many names without a value."""
    began = time.process_time()
    for inner in (" " * 200_000, " a" * 100_000, "a " * 100_000, " a:" * 100_000, "a" * 200_000):
        attributes(f"<b {inner}>")
        with_attribute(f"<b {inner}/>", "c", "1")
    assert time.process_time() - began < 5.0
