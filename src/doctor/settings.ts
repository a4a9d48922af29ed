import type { App } from '../app.ts';
import { SECTIONS, type Section } from '../config/setting.ts';
import { isLocalUrl } from '../config/shapes.ts';
import type { ConfigOf } from '../config.ts';
import { UserError } from '../errors.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const ALL = Object.keys(SECTIONS) as Section[];
/** RFC 2606 §3 and §2: names that belong to nobody. */
const EXAMPLE_DOMAIN = /(^|\.)(example\.(org|com|net)|example|invalid|test|localhost)$/i;

/** The settings of some sections; null when something is wrong with them, which `examineSettings` tells. */
export function usable<Needs extends Section>(app: App, ...needs: Needs[]): ConfigOf<Needs> | null {
  try {
    return app.config(...needs);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Every setting of every section: each mistake is a finding, and each example that would go out in mails. */
export function examineSettings(app: App): Finding[] {
  try {
    app.config(...ALL);
  } catch (error) {
    if (error instanceof UserError) return mistakes(error.message);
    throw error;
  }
  const left = [...strangers(app), ...examplesLeft(app), ...nobodyTold(app)];
  return left.length > 0 ? left : [ok('configuration', 'Every setting can be read.')];
}

/** The message names the place on its first line, and then one mistake a line. */
function mistakes(message: string): Finding[] {
  const [first = '', ...lines] = message.split('\n');
  if (lines.length === 0) return [fail('configuration', first, null)];
  return lines.map(line => {
    const [key = '', ...words] = line.trim().split(': ');
    return fail(
      `configuration.${key}`,
      `${key}: ${words.join(': ')}.`,
      `Correct ${key} in .env, or where you set it.`,
    );
  });
}

/** What stands in .env and is no setting: often a setting misspelled, which would go unnoticed. */
function strangers(app: App): Finding[] {
  return app.strangersInEnvFile().map(({ key, meant }) => {
    const fix = meant ? `Did you mean ${meant}? Correct or remove the line.` : 'Remove the line.';
    return warn(`configuration.${key}`, `.env sets ${key}, which is no setting of Paperboy.`, fix);
  });
}

/** Whether the domain of MAIL_FROM is one of those that belong to nobody. */
export function isExample(domain: string): boolean {
  return EXAMPLE_DOMAIN.test(domain);
}

/** Harmless while nobody gets mail. */
function examplesLeft(app: App): Finding[] {
  const { smtpUrl, mailFrom, postalAddress, publicUrl } = app.config('delivery', 'mail', 'links');
  if (smtpUrl === null) return [];
  const found: Finding[] = [];
  const domain = mailFrom.address.split('@').at(-1) ?? '';
  if (isExample(domain)) {
    const says = `MAIL_FROM is ${mailFrom.address}, an example: ${domain} is not yours, so mail servers refuse it.`;
    found.push(warn('configuration.MAIL_FROM', says, 'Set MAIL_FROM to an address of a domain of yours.'));
  }
  if (/example street/i.test(postalAddress)) {
    const says = 'MAIL_POSTAL_ADDRESS is the example, and stands in the footer of every mail.';
    const fix = 'Set MAIL_POSTAL_ADDRESS to an address where you get letters.';
    found.push(warn('configuration.MAIL_POSTAL_ADDRESS', says, fix));
  }
  if (isLocalUrl(publicUrl)) {
    const says = `PUBLIC_URL is ${publicUrl}: the links in mails, unsubscribe among them, work on this machine only.`;
    found.push(
      warn('configuration.PUBLIC_URL', says, 'Set PUBLIC_URL to the https address that readers reach.'),
    );
  }
  return found;
}

/** Whoever gets no mail from the mail server does not hear of its troubles either. */
function nobodyTold(app: App): Finding[] {
  const { smtpUrl, operatorEmail } = app.config('delivery', 'operator');
  if (smtpUrl === null || operatorEmail !== null) return [];
  const says = 'OPERATOR_EMAIL is not set: what goes wrong is told by paperboy status and the log only.';
  return [
    warn('configuration.OPERATOR_EMAIL', says, 'Set OPERATOR_EMAIL to the address of whoever runs this.'),
  ];
}
