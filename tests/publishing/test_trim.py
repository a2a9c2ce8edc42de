"""Taking out of a stylesheet what no page can use, and nothing else."""

import pytest

from course_site.trim import trim, words_of

PAGE = '<body><p class="note">See</p><button id="go">x</button></body>'
SCRIPT = 'body.classList.toggle("scrolled")'


def trimmed(css: str, *others: str) -> str:
    return trim([css], words_of([PAGE, SCRIPT]), others)


@pytest.mark.parametrize(
    "css",
    [
        "p.note{color:red}",
        '#go:hover::before{content:"a,b{}"}',
        "body.scrolled>p{color:red}",
        "p:not(.gone):is(.a,.b)[data-x=y]{color:red}",
        "*{margin:0}",
        "@font-face{font-family:x;src:url(x.woff2)}",
        "@keyframes turn{from{top:0}to{top:1px}}",
        "@media(min-width:1px){p{color:red}}",
    ],
)
def test_what_pages_or_scripts_name_stays_as_it_is(css):
    assert trimmed(css) == css


@pytest.mark.parametrize(
    "css", ["p.gone{a:b}", "#gone{a:b}", "table p{a:b}", "@media print{@supports(a:b){.gone{a:b}}}", "/* x */"]
)
def test_what_nobody_names_goes(css):
    assert trimmed(css) == ""


def test_of_several_selectors_only_the_used_ones_stay():
    assert trimmed("table,p.note , .gone p,body{a:b}") == "p.note,body{a:b}"


def test_a_property_that_nobody_reads_goes_and_so_does_what_only_that_one_reads():
    css = "body{--one:var(--two);--two:1;--three:2;color:var(--three)}"
    assert trimmed(css) == "body{--three:2;color:var(--three)}"
    assert trimmed(css, "p { margin: var(--one) }") == css
