import type { Page } from 'playwright-core';

/** Controls that a keyboard has to reach. Of radio buttons with one name the arrows reach the others. */
const CONTROLS = `
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
    .filter(one => {
      if (one.type !== 'radio' || one.checked) return true;
      const group = [...document.getElementsByName(one.name)];
      return one === group[0] && !group.some(other => other.checked);
    });
`;
const NAME = `
  const nameOf = one => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '') + ' ' + (one.name || '') + ' ' + (one.value || one.textContent || '').trim().slice(0, 40);
`;

/** Stops of the keyboard that are gone through at once. */
const STOPS = 24;

/** What the page is built of: each kind of element within each other kind, by names and classes. */
export function partsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const kind = one => one.localName + '.' + one.className + (one.ariaInvalid ? '!' : '');
    return [...new Set([...document.body.querySelectorAll('*')].map(one => kind(one.parentElement) + '>' + kind(one)))];
  })()`);
}

/** How far the page scrolls sideways, in CSS pixels, and what sticks out; empty when nothing does. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > root.clientWidth + 0.5);
    return ['scrolls ' + (root.scrollWidth - root.clientWidth) + 'px', ...wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
  })()`);
}

/** Goes through the page by Tab; answers with what cannot be reached, or is reached without showing it. */
export async function keyboardTraps(page: Page): Promise<string[]> {
  const count = await page.evaluate<number>(`(() => {
    ${CONTROLS}
    window.reached = new Map();
    document.addEventListener('focusin', ({ target }) => {
      // What is drawn in place of the control itself: its label, or what stands beside it.
      const shown = [target, target.closest('label'), target.nextElementSibling, target.parentElement].filter(Boolean);
      const isSeen = shown.some(one => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      });
      window.reached.set(target, isSeen);
    });
    document.activeElement?.blur();
    window.getSelection()?.removeAllRanges();
    return controls.length;
  })()`);
  // Fields of dates have several stops each. The key stays down, and is not waited for each time: a list has a thousand stops.
  for (let n = 0; n < count + 12; n += STOPS) {
    await Promise.all(Array.from({ length: STOPS }, () => page.keyboard.down('Tab')));
  }
  await page.keyboard.up('Tab');
  return page.evaluate<string[]>(`(() => {
    ${CONTROLS} ${NAME}
    return [
      ...controls.filter(one => !window.reached.has(one)).map(one => 'not reached: ' + nameOf(one)),
      ...controls.filter(one => window.reached.get(one) === false).map(one => 'focus is not seen: ' + nameOf(one)),
    ];
  })()`);
}
