import type { FeatureSupport, Finding } from '../inspection.ts';
import type { Check, Looks } from '../open-mail.ts';
import { inOutlook } from '../outlook/outlook.ts';
import { counted, fine, told, toldOf } from '../told.ts';

/** Without these a mail falls apart, or something cannot be used: pages of caniemail.com by name. */
const STRUCTURE =
  /\/(?:css-(?:display-flex|display-grid|position|float|variables|unit-calc|nesting|function-.*|grid-.*|flex-.*|gap|at-import|pseudo-class-has|inset|left-right-top-bottom|modern-color|transform|mix-blend-mode|clip-path|columns?)|html-(?:video|audio|form|svg|link|object|dialog|select|textarea|button-.*|input-.*|marquee|base|picture|image-maps|popover|meter|progress)|image-(?:avif|svg|webp|heif|base64))\/?$/;

/** HTML and CSS that mail programs do not know: what holds the mail together, and what only adorns it. */
export const checkSupport: Check = ({ html }, looks) => {
  if (html === null) return [fine('support', 'The mail is plain text, which every program shows.')];
  const { clients, support } = looks;
  const lacked = support.filter(feature => lackedBy(feature, looks).length > 0);
  const structure = lacked.filter(({ url }) => STRUCTURE.test(url));
  const adornment = lacked.filter(({ url }) => !STRUCTURE.test(url));
  const nobody = adornment.filter(feature => lackedBy(feature, looks).length === clients.length);
  const some = adornment.filter(feature => !nobody.includes(feature));
  const windows = clients.indexOf('Outlook (Windows)');
  const onWindows = some.filter(({ support: levels }) => levels[windows]?.level === 'no');
  const elsewhere = some.filter(feature => !onWindows.includes(feature));
  const conditions = inOutlook(html).problems.map(({ line, problem }) => `line ${line}: ${problem}`);
  const findings = [
    ...toldOf(
      'support',
      'fault',
      conditions,
      n => `${counted(n, 'condition')} for Outlook ${n === 1 ? 'does' : 'do'} not fit together.`,
      'Begin each as <!--[if mso]> and end it as <![endif]-->, in this order.',
    ),
    ...structure.map(feature => {
      const found = `${feature.feature} is not known to ${firstOf(lackedBy(feature, looks))}: the mail may fall apart there.`;
      return told('support', 'warning', found, 'Build it with tables, or with what every program knows.');
    }),
    ...hintOf(
      nobody,
      `${counted(nobody.length, 'feature is', 'features are')} known to no program`,
      'Take them out: they are of no use.',
    ),
    ...hintOf(
      onWindows,
      `Outlook on Windows passes over ${counted(onWindows.length, 'feature')}`,
      'Look at its view; what matters has to come from tables and attributes.',
    ),
    ...hintOf(
      elsewhere,
      `Some programs pass over ${counted(elsewhere.length, 'more feature')}`,
      'Use them for what may be missing only.',
    ),
  ];
  const figure = `${counted(support.length, 'feature')} of HTML and CSS; ${support.length - lacked.length} are known to every program, and the mail holds without the others.`;
  return structure.length + conditions.length > 0 ? findings : [fine('support', figure), ...findings];
};

/** Tells once of all of them, by name. */
function hintOf(features: readonly FeatureSupport[], found: string, todo: string): Finding[] {
  const names = features.map(({ feature }) => feature).join(', ');
  return features.length === 0 ? [] : [told('support', 'hint', `${found}: ${names}.`, todo)];
}

/** Programs known not to have it. */
function lackedBy({ support }: FeatureSupport, { clients }: Looks): string[] {
  return clients.filter((_, at) => support[at]?.level === 'no');
}

function firstOf(programs: readonly string[]): string {
  const named = programs.slice(0, 3).join(', ');
  return programs.length > 3 ? `${named} and ${programs.length - 3} more` : named;
}
