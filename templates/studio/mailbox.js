// Keeps the list up to date; everything else works without a script.
const REST_MS = 150;
const room = document.querySelector('.mailbox');
let timer;
let asked = 0;

async function pageAt(link) {
  const response = await fetch(link).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
}

async function refresh() {
  const turn = ++asked;
  // The mail that is open may be gone by now, and stays in sight all the same.
  const back = room.querySelector('.back a');
  const page = (await pageAt(location.href)) ?? (back && (await pageAt(back.href)));
  // A later look knows more.
  if (!page || turn !== asked) return;
  const list = room.querySelector('.list');
  const top = list.scrollTop;
  const focus = list.querySelector('.row:focus')?.getAttribute('href');
  list.querySelector('ol').replaceWith(page.querySelector('.mailbox .list ol'));
  list.querySelector('.count').replaceWith(page.querySelector('.mailbox .list .count'));
  list.scrollTop = top;
  if (focus) list.querySelector(`.row[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  if (back) return;
  document.title = page.title;
  const help = page.querySelector('.mailbox .help');
  if (help.innerHTML !== room.querySelector('.help').innerHTML)
    room.querySelector('main').replaceChildren(help);
}

// Many mails may come at once: one look is enough for them all.
function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, REST_MS);
}

if (room) {
  document.addEventListener('paperboy:mail', soon);
  // Told at every connection, too: the program may have been started anew, and something may have been missed.
  document.addEventListener('paperboy:change', soon);
}
