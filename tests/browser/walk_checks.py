"""What must hold on every page: heading and title, width, size of targets, a focus that is seen."""

from playwright.sync_api import Page

from tests.browser.axe import sideways, violations

WIDTHS = (1280, 360)
NARROW = 320

_HEADINGS = "[...document.querySelectorAll('h1')].map(e => e.textContent.trim())"

# SC 2.5.8: 24 × 24 CSS px, but for links within a sentence and for boxes whose whole label can be pressed.
_SMALL = """() => {
  const seen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !e.closest('.vh, .skips');
  const inSentence = e => {
    const {display, lineHeight} = getComputedStyle(e);
    const isAmongWords = e.parentElement.textContent.trim().length > e.textContent.trim().length;
    // Alone on its line, a line of 24 px keeps the next target far enough away.
    return e.localName === 'a' && display === 'inline' && (isAmongWords || parseFloat(lineHeight) >= 24);
  };
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => seen(e) && !inSentence(e))
    .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
    .filter(([e, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
    .map(([e, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`);
}"""

# SC 2.4.7 and 2.4.11: with the focus, an outline of 2 px or more, and not wholly under something that sticks.
_LOST = """() => {
  const lost = [];
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  for (const e of document.querySelectorAll(all)) {
    if (e.disabled || !e.checkVisibility({visibilityProperty: true})) continue;
    e.focus();
    if (document.activeElement !== e) continue;
    const shown = [e, e.closest('label'), e.closest('li')].filter(Boolean).some(one => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    const box = e.getBoundingClientRect();
    const points = [[.5, .5], [.1, .1], [.9, .9], [.1, .9], [.9, .1]];
    const isSeen = points.some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (e.contains(top) || top.contains(e) || top.closest('label')?.contains(e));
    });
    if (!shown || !isSeen) lost.push(`${shown ? 'hidden' : 'no outline'}: ${e.outerHTML.slice(0, 120)}`);
  }
  return lost;
}"""


def faults(page: Page) -> list[str]:
    """Everything wrong with the open page, one line each; the window is left 1280 px wide."""
    found = []
    headings = page.evaluate(_HEADINGS)
    if len(headings) != 1:
        found.append(f"{len(headings)} h1: {headings}")
    if page.locator("html").get_attribute("lang") != "pt-BR":
        found.append("not said to be Portuguese")
    for width in WIDTHS:
        # High enough that a bar which sticks covers nothing that scrolling would show: axe measures what is in sight.
        page.set_viewport_size({"width": width, "height": 2400})
        found += [f"{width} px: {said}" for said in (*violations(page), *sideways(page))]
        found += [f"{width} px: too small: {said}" for said in page.evaluate(_SMALL)]
    page.set_viewport_size({"width": 1280, "height": 740})
    page.keyboard.press("Tab")
    found += [f"focus: {said}" for said in page.evaluate(_LOST)]
    page.set_viewport_size({"width": NARROW, "height": 740})
    found += sideways(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{page.url} {said}" for said in found]
