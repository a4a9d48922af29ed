import type { PageElement } from './page.ts';

const CHALLENGES: readonly (readonly [sign: RegExp, whose: string])[] = [
  [/awswaf|gokuProps|AwsWafIntegration/, 'AWS WAF'],
  [/challenge-platform|cf[-_]chl|<title>just a moment/i, 'Cloudflare'],
  [/g-recaptcha|h-captcha|hcaptcha\.com/i, 'a captcha'],
];
const LOGIN = /^(?:log|sign) ?in\b/i;
const LIMITED = /too many requests|rate.?limit|\b429\b/i;

/** What stands in the place of the papers, in words. */
export function whatInstead(html: string, elements: readonly PageElement[]): string {
  const title = elements.find(({ name }) => name === 'title')?.text.slice(0, 100) ?? '';
  const heading = elements.find(({ name }) => name === 'h1')?.text.slice(0, 100) ?? '';
  if (LIMITED.test(title) || LIMITED.test(heading)) return 'the server answers that it was asked too often';
  const asksToLogIn = elements.some(
    ({ name, attributes }) => name === 'input' && attributes.type === 'password',
  );
  if (asksToLogIn || LOGIN.test(title)) return 'a page to log in, not one of papers';
  const challenge = challengeIn(html);
  if (challenge !== null) {
    return `a page that blocks programs (${challenge}): it lets only browsers go on to the papers`;
  }
  return title === '' ? 'a page without papers' : `a page without papers, titled "${title}"`;
}

/** Who checks here that a browser asks; pages with papers have such a check, too. */
export function challengeIn(html: string): string | null {
  return CHALLENGES.find(([sign]) => sign.test(html))?.[1] ?? null;
}
