// News for every room: a file was changed, a mail came. Rooms listen to `paperboy:change` and `paperboy:mail` on `document`; all
// pages work without a script. Each file of scripts is a block of its own: what it declares, it keeps.
const events = new EventSource('/events');
for (const kind of ['change', 'mail']) {
  events.addEventListener(kind, ({ data }) => {
    document.dispatchEvent(new CustomEvent(`paperboy:${kind}`, { detail: Number(data) }));
  });
}
// A page that is left keeps no connection: browsers have few for one place.
addEventListener('pagehide', () => events.close());
