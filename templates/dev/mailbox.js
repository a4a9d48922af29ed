// Keeps the list up to date; everything else works without a script.
const REST_MS = 150;
let timer;

async function refresh() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const ours = document.querySelector('.list ol');
  const news = page.querySelector('.list ol');
  const top = ours.parentElement.scrollTop;
  ours.replaceWith(news);
  document.querySelector('.list .count').replaceWith(page.querySelector('.list .count'));
  document.querySelector('.list').scrollTop = top;
  const help = page.querySelector('article.help');
  if (help) document.querySelector('main').replaceChildren(help);
  document.title = page.title;
}

// Many mails may come at once: one look is enough for them all.
function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, REST_MS);
}

const events = new EventSource('/events');
events.addEventListener('mail', soon);
// The program was started anew, or the first connection: something may have been missed.
events.addEventListener('open', soon);
