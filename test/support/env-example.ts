import { SECTIONS, type Setting, textOf } from '../../src/config/setting.ts';
import { settings } from '../../src/config/settings.ts';

const INTRODUCTION = `# Settings of Paperboy, as they are when nothing is set. To change some, copy this file to .env in the
# working directory. The environment wins over .env; a blank value counts as not set; a value with
# a # in it needs quotes.
`;

/** What .env.example has to say: every setting with its meaning and its default. */
export function envExample(): string {
  const all = Object.values<Setting>(settings('.'));
  const sections = Object.entries(SECTIONS).map(([section, title]) => {
    const blocks = all.filter(setting => setting.section === section).map(block);
    return `\n# ---- ${title} ----\n\n${blocks.join('\n')}`;
  });
  return INTRODUCTION + sections.join('');
}

// A default that follows another setting stays blank, or a copy of the file would freeze it.
function block(setting: Setting): string {
  const text = textOf(setting, {});
  const follows = typeof setting.fallback === 'function' ? `# Default: ${text}\n` : '';
  const example = text === setting.example ? '' : `# Example: ${setting.example}\n`;
  const value = follows === '' ? (text ?? '') : '';
  return `# ${setting.description}\n${follows}${example}${setting.key}=${value}\n`;
}
