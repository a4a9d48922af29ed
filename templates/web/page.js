// Makes the pages better where a script may run; every page works without it.
{
  /** How long nobody types before queries are tried, in milliseconds. */
  const REST = 400;
  /** Lines tried in one request. */
  const MOST = 5;

  const linesOf = text => [...new Set(text.split('\n').map(line => line.trim()))].filter(Boolean);

  /** Shows below a field what the queries in it would have brought, while they are typed. */
  function tryWhileTyping(field) {
    const place = document.getElementById(field.dataset.tried);
    const excluded = document.getElementById(field.dataset.excluded ?? '');
    if (!place) return;
    const status = document.createElement('p');
    status.className = 'away';
    status.setAttribute('role', 'status');
    place.after(status);
    let timer = 0;
    let asking = null;

    async function ask() {
      asking?.abort();
      asking = new AbortController();
      const queries = linesOf(field.value);
      const at = linesOf(field.value.slice(0, field.selectionStart ?? 0)).length;
      // Of many, those around the one that is being typed.
      const from = Math.max(0, Math.min(at - 3, queries.length - MOST));
      const asked = new URLSearchParams();
      for (const query of queries.slice(from, from + MOST)) asked.append('q', query);
      for (const words of linesOf(excluded?.value ?? '').slice(0, 20)) asked.append('x', words);
      if (queries.length === 0) {
        place.replaceChildren();
        status.textContent = '';
        return;
      }
      try {
        const answer = await fetch(`${field.dataset.try}?${asked}`, { signal: asking.signal });
        if (!answer.ok && answer.status !== 429) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        place.replaceChildren(...page.body.childNodes);
        status.textContent = [...place.querySelectorAll('li')]
          .map(
            one =>
              `${one.querySelector('code')?.textContent}: ${one.querySelector('b, .error')?.textContent}`,
          )
          .join('. ');
      } catch {
        // What stood there before stays; the button tries as well.
      }
    }

    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, REST);
    };
    field.addEventListener('input', soon);
    excluded?.addEventListener('input', soon);
  }

  /** Offers the zone of the reader's own clock where none was chosen; nothing is chosen for them. */
  function offerZone(select) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const isListed = [...select.options].some(({ value }) => value === timeZone);
    if (select.value !== '' || !isListed || timeZone === select.dataset.usual) return;
    const offer = document.createElement('p');
    offer.className = 'hint offer';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'small';
    button.textContent = `Use ${timeZone.replaceAll('_', ' ')}`;
    button.addEventListener('click', () => {
      select.value = timeZone;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      select.focus();
    });
    select.addEventListener('change', () => offer.remove());
    offer.append('Your clock goes by another one. ', button);
    select.after(offer);
  }

  /** Chooses the zone of a newcomer's own clock, where nobody has chosen one yet. */
  function guessZone(select) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (!timeZone || select.value !== '') return;
    const listed = [...select.options].find(({ value }) => value === timeZone);
    const option = listed ?? select.appendChild(new Option(timeZone.replaceAll('_', ' '), timeZone));
    option.selected = true;
  }

  /** Says that a paper was opened once it was in view for the seconds that its form names: its reader wishes so. */
  function countOnceSeen(form) {
    let left = Number(form.dataset.opened);
    const tick = setInterval(async () => {
      if (document.hidden || --left > 0) return;
      clearInterval(tick);
      try {
        const body = new URLSearchParams({ opened: 'yes' });
        const answer = await fetch(form.action, { method: 'POST', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const counted = page.querySelector('form.opened [role=status]');
        if (answer.ok && counted) form.querySelector('[role=status]')?.replaceChildren(...counted.childNodes);
      } catch {
        // It does not count then; the button tries as well.
      }
    }, 1000);
    form.addEventListener('submit', () => clearInterval(tick));
  }

  // Who is told of a mistake begins there.
  const mistakes = document.querySelector('.notice.bad');
  if (mistakes) {
    mistakes.tabIndex = -1;
    mistakes.focus();
  }
  for (const field of document.querySelectorAll('[data-try]')) tryWhileTyping(field);
  for (const form of document.querySelectorAll('form[data-opened]')) countOnceSeen(form);
  for (const select of document.querySelectorAll('select[data-usual]')) offerZone(select);
  for (const select of document.querySelectorAll('select[data-guess]')) guessZone(select);
}
