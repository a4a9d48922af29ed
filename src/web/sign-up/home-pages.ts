import { splitQueries } from '../../audience/interests.ts';
import { today } from '../../plan/calendar.ts';
import { createLimiter, networkOf, signUpLimits } from '../limits.ts';
import { tryQueries } from '../reader/tried.ts';
import { readSent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { MessageView } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { UNREADABLE } from '../words.ts';
import { CONFIRM_DAYS, homeView, type Showing } from './home-view.ts';
import { readSignUp, type Typed, typedFrom } from './sign-up-form.ts';
import { signUpWording } from './wordings.ts';

/** A field that people do not see, and programs fill in. */
const TRAP = 'homepage';
/** Queries that one client may try. */
const TRIES = { burst: 20, perHour: 240, most: 20_000 };

/**
 * What this is, and the form to get it. Whatever address is typed, the answer is the same, and so is the work: a row
 * that somebody else decides on later.
 */
export function homePages(pages: Pages, site: Site): void {
  const { parts, rules, show, links, recent } = site;
  const now = () => parts.clock.now();
  const limits = signUpLimits(now);
  const tries = createLimiter(TRIES, now);

  pages.get('/', c => answer(c, {}));

  // Who loads the answer again by its address.
  pages.get('/subscribe', c => c.redirect(links.home, 303));

  pages.post('/subscribe', async c => {
    const sent = await readSent(c);
    if (!sent) return show(c, 'message', UNREADABLE, 400);
    const typed = typedFrom(sent);
    if (sent.one('try') !== undefined) return tryQuery(c, typed);
    const read = readSignUp(typed, rules);
    if ('errors' in read) return answer(c, { typed, errors: read.errors });
    const admission = limits.admit(c.get('client'), read.email);
    if (admission.may === 'wait') return wait(c, admission.ms, TOO_MANY[admission.why]);
    if (admission.may === 'pass' && !sent.one(TRAP)) {
      const wording = signUpWording(site.listName, sent.one('wording'));
      const shown = `Sign-up page, wording ${wording.number}: ${wording.text}`;
      await parts.store.signUps.add({ ...read, wording: shown, at: now() });
      site.onAsked();
    }
    const email = typed.email.trim();
    return show(c, 'asked', { title: 'Look into your inbox', email, days: CONFIRM_DAYS, home: links.home });
  });

  async function tryQuery(c: PageContext, typed: Typed): Promise<Response> {
    const client = networkOf(c.get('client'));
    const week = await recent.week();
    const tried = await tryQueries(splitQueries([typed.query]), {
      week,
      date: today(now(), parts.timeZone),
      excluded: [],
      mayAsk: () => tries.take(client) === 0,
      paperLink: links.paper,
    });
    return answer(c, { typed, tried });
  }

  async function answer(c: PageContext, showing: Showing): Promise<Response> {
    return show(c, 'home', homeView(site, await recent.week(), showing), showing.errors ? 422 : 200);
  }

  /** Says how long to wait, to people and to programs. */
  function wait(c: PageContext, ms: number, why: string): Response {
    const seconds = Math.ceil(ms / 1_000);
    c.header('Retry-After', String(seconds));
    const minutes = Math.ceil(seconds / 60);
    const view: MessageView = {
      title: 'Please wait a little',
      text: [
        `${why} Nothing was done with what you sent.`,
        `Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: go back, what you typed should still be there, and press the button once more.`,
      ],
      link: links.home,
      linkText: 'Back to the form',
    };
    return show(c, 'message', view, 429);
  }
}

/** Why somebody has to wait: nothing about any one address. */
const TOO_MANY = {
  client: 'More came from your network within an hour than we take.',
  domain: 'More people asked for mail at the same domain within an hour than we take.',
  all: 'More people asked for mail within an hour than we take.',
} as const;
