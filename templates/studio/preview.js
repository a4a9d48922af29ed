// The preview, made quick: links and forms that stay here renew the parts of the page instead of the whole of it, and so does a
// change of files. The address says everything, with this script or without.
const REST_MS = 180;
const main = document.querySelector('main.preview');
let asked = 0;
let timer;
/** What somebody asked for is under way: a change of files waits for it, and takes nothing of it away. */
let isGoing = false;
/** The version that was told meanwhile. */
let late = null;

/** Asks for a page, and puts its parts in the place of ours. */
async function renew(link, { push = false, keep = false } = {}) {
  const turn = ++asked;
  isGoing = !keep;
  // Whoever goes on before a rest has done with what they were typing.
  if (!keep) clearTimeout(timer);
  main.setAttribute('aria-busy', 'true');
  const answer = await fetch(link, { headers: { accept: 'text/html' } }).catch(() => null);
  const text = answer && (await answer.text().catch(() => null));
  // Somebody went on meanwhile.
  if (turn !== asked) return;
  isGoing = false;
  main.removeAttribute('aria-busy');
  const page = text && new DOMParser().parseFromString(text, 'text/html');
  if (!page?.querySelector('main.preview')) {
    // The program rests, or this is no page of ours: the browser says it better.
    if (push) location.assign(link);
    return;
  }
  if (push) history.pushState(null, '', link);
  document.title = page.title;
  document.body.dataset.version = page.body.dataset.version;
  replaceParts(page, keep);
  // This page may have been made before.
  if (late !== null) renewAll(late);
}

function replaceParts(page, keep) {
  const { activeElement } = document;
  for (const fresh of page.querySelectorAll('[data-part]')) {
    const ours = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    // What somebody is typing is not taken from under their hands.
    if (keep && ours.contains(activeElement) && activeElement.matches('input, textarea')) continue;
    if (fresh.dataset.part === 'body' && renewFrame(ours, fresh)) continue;
    // What is to be read out is told by the element that has been there all the while.
    if (ours.getAttribute('role') === 'status') {
      if (ours.textContent !== fresh.textContent) ours.textContent = fresh.textContent;
      continue;
    }
    if (ours.innerHTML !== fresh.innerHTML) replacePart(ours, document.importNode(fresh, true));
  }
}

/** The next part comes with what was opened, scrolled to and in focus in ours. */
function replacePart(ours, next) {
  const { activeElement } = document;
  const { value, selectionStart: caret } = activeElement;
  const focus = ours.contains(activeElement) ? placeOf(ours, activeElement) : null;
  const places = scrolled(ours);
  const opened = [...ours.querySelectorAll('details')].map(one => one.open);
  const details = [...next.querySelectorAll('details')];
  // Only where the part has the same shape; forms open by themselves where they are in use.
  if (details.length === opened.length) {
    for (const [at, one] of details.entries()) one.open ||= opened[at];
  }
  ours.replaceWith(next);
  for (const [selector, top] of places) {
    const one = next.matches(selector) ? next : next.querySelector(selector);
    if (one) one.scrollTop = top;
  }
  const found = focus?.(next);
  found?.focus({ preventScroll: true });
  // Somebody went on typing while the answer was under way.
  if (found?.type === 'search') {
    found.value = value;
    found.setSelectionRange(caret, caret);
  }
}

const SCROLLERS = ['.people', '.editions', '.ticks', '.wide', '.panel', '.sheet'];

function scrolled(part) {
  return SCROLLERS.map(selector => [
    selector,
    (part.matches(selector) ? part : part.querySelector(selector))?.scrollTop ?? 0,
  ]).filter(([, top]) => top > 0);
}

/** How the same thing is found in the next part: by its id, by where it leads, else by its place among its kind. */
function placeOf(part, one) {
  const kind = one.localName;
  const at = [...part.querySelectorAll(kind)].indexOf(one);
  const link = one.getAttribute('href');
  return next =>
    (one.id && next.querySelector(`#${CSS.escape(one.id)}`)) ||
    (link && next.querySelector(`a[href="${CSS.escape(link)}"]`)) ||
    next.querySelectorAll(kind)[at] ||
    main;
}

/** Loads the next mail behind the one that is shown, and shows it at the same place. True where both are framed. */
function renewFrame(ours, fresh) {
  const device = ours.querySelector('.device');
  const next = fresh.querySelector('.device');
  if (!device || !next) return false;
  device.className = next.className;
  for (const late of device.querySelectorAll('.coming')) late.remove();
  const shown = device.querySelector('iframe');
  const frame = document.importNode(next.querySelector('iframe'), true);
  if (frame.getAttribute('src') === shown.getAttribute('src')) return true;
  comeIn(device, shown, frame);
  return true;
}

function comeIn(device, shown, frame, then) {
  frame.className = 'coming';
  frame.addEventListener('load', () => {
    then?.();
    if (!frame.isConnected) return;
    if (isSameMail(shown.src, frame.src)) {
      frame.contentWindow.scrollTo(0, shown.contentWindow?.scrollY ?? 0);
    }
    frame.className = '';
    shown.remove();
    document.dispatchEvent(new CustomEvent('paperboy:shown'));
  });
  device.append(frame);
}

function isSameMail(one, other) {
  const key = link => {
    const { searchParams } = new URL(link);
    return ['who', 'edition', 'mail'].map(name => searchParams.get(name)).join('\n');
  };
  return key(one) === key(other);
}

/** A change of files: the mail first, since that is what somebody looks at; then what is said of it. */
function renewAll(version) {
  late = isGoing ? version : null;
  if (isGoing || String(version) === document.body.dataset.version) return;
  const rest = () => {
    // Whoever goes on by now gets a page that was asked for after the change.
    if (!isGoing) void renew(location.href, { keep: true });
  };
  const shown = main.querySelector('.device iframe:not(.coming)');
  if (!shown) {
    rest();
    return;
  }
  const link = new URL(shown.src);
  link.searchParams.set('v', version);
  for (const late of main.querySelectorAll('.coming')) late.remove();
  const frame = shown.cloneNode();
  frame.setAttribute('src', link.pathname + link.search);
  comeIn(shown.parentElement, shown, frame, rest);
}

function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) query.append(name, value);
  return `${form.getAttribute('action')}?${query}`;
}

if (main) {
  main.addEventListener('click', event => {
    const link = event.target.closest('a[data-go]');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    void renew(link.getAttribute('href'), { push: true });
  });
  main.addEventListener('submit', event => {
    const form = event.target.closest('form[data-go]');
    if (!form) return;
    event.preventDefault();
    void renew(addressOf(form), { push: true });
  });
  main.addEventListener('input', event => {
    const field = event.target.closest('[data-live]');
    if (!field) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const link = addressOf(field.form);
      history.replaceState(null, '', link);
      void renew(link);
    }, REST_MS);
  });
  addEventListener('popstate', () => void renew(location.href));
  document.addEventListener('paperboy:change', ({ detail }) => renewAll(detail));
}
