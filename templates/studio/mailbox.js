// Keeps the list up to date; everything else works without a script.
const REST_MS = 150;
const room = document.querySelector('.mailbox');
let timer;

async function refresh() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const list = room.querySelector('.list');
  const top = list.scrollTop;
  list.querySelector('ol').replaceWith(page.querySelector('.mailbox .list ol'));
  list.querySelector('.count').replaceWith(page.querySelector('.mailbox .list .count'));
  list.scrollTop = top;
  const help = page.querySelector('.mailbox .help');
  if (help) room.querySelector('main').replaceChildren(help);
  document.title = page.title;
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
