import { checkContrast } from './checks/contrast.ts';
import { checkDkim } from './checks/dkim.ts';
import { checkHeaders } from './checks/headers.ts';
import { checkHeadings } from './checks/headings.ts';
import { checkImages } from './checks/images.ts';
import { checkLanguage } from './checks/language.ts';
import { checkLinks } from './checks/links.ts';
import { checkPreheader } from './checks/preheader.ts';
import { CLIPPED_AT, checkSize } from './checks/size.ts';
import { checkSpam } from './checks/spam.ts';
import { checkSubject } from './checks/subject.ts';
import { checkSupport } from './checks/support.ts';
import { checkText } from './checks/text.ts';
import { checkUnsubscribe } from './checks/unsubscribe.ts';
import { CHECKS, type CheckName, type Finding, type InspectFacts, type Inspection } from './inspection.ts';
import { listedIn } from './listed-in.ts';
import { type Check, type Looks, type OpenMail, openMail } from './open-mail.ts';
import { contrastIn } from './style/contrast.ts';
import { supportIn } from './support/support.ts';
import { told } from './told.ts';

const CHECK_BY_NAME: Readonly<Record<CheckName, Check>> = {
  size: checkSize,
  subject: checkSubject,
  preheader: checkPreheader,
  links: checkLinks,
  images: checkImages,
  contrast: checkContrast,
  headings: checkHeadings,
  language: checkLanguage,
  support: checkSupport,
  headers: checkHeaders,
  unsubscribe: checkUnsubscribe,
  dkim: checkDkim,
  text: checkText,
  spam: checkSpam,
};

/** Looks at a whole message as it goes over the wire. Never throws: whatever it is, it is told. */
export async function inspect(raw: Uint8Array, facts: InspectFacts): Promise<Inspection> {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const mail = await openMail(bytes, facts);
  const html = mail.html ?? '';
  const contrast = await contrastIn(html).catch(() => null);
  const supported = await supportIn(html).catch(() => null);
  const { clients, asOf, features } = supported ?? { clients: [], asOf: '', features: [] };
  const looks = { contrast: contrast ?? [], clients, support: features };
  const failed = [...(contrast ? [] : ['contrast']), ...(supported ? [] : ['support'])];
  const { subject, preheader } = mail;
  return {
    findings: CHECKS.flatMap(name => (failed.includes(name) ? [unlooked(name)] : checked(name, mail, looks))),
    size: { ...mail.bytes, whole: bytes.length, limit: CLIPPED_AT },
    links: [...mail.links],
    listed: listedIn(subject, preheader.text, mail.html === null ? (mail.text ?? '') : preheader.rest),
    contrast: looks.contrast,
    clients,
    supportAsOf: asOf,
    support: features,
  };
}

/** What one check says; the others go on whatever becomes of it. */
function checked(name: CheckName, mail: OpenMail, looks: Looks): Finding[] {
  try {
    return CHECK_BY_NAME[name](mail, looks);
  } catch {
    return [unlooked(name)];
  }
}

function unlooked(name: CheckName): Finding {
  const found = 'This could not be looked at: the mail is unlike any that was thought of.';
  return told(name, 'warning', found, 'Please report it, with the mail.');
}
