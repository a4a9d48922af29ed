// News for every room: a file was changed, a mail came. Rooms listen to `paperboy:change` and `paperboy:mail` on `document`; all
// pages work without a script. Each file of scripts is a block of its own: what it declares, it keeps.
let events = listen();

function listen() {
  const source = new EventSource('/events');
  for (const kind of ['change', 'mail']) {
    source.addEventListener(kind, ({ data }) => {
      document.dispatchEvent(new CustomEvent(`paperboy:${kind}`, { detail: Number(data) }));
    });
  }
  // The program may be started anew by now, and count from the beginning: no version of it is the one that is shown.
  source.addEventListener('error', () => {
    document.body.dataset.version = '-1';
  });
  return source;
}

// A page that is left keeps no connection: browsers have few for one place. It may come back as it was left.
addEventListener('pagehide', () => events.close());
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) events = listen();
});
