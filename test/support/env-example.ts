import { SECTIONS, type Setting, textOf } from '../../src/config/setting.ts';
import { settings } from '../../src/config/settings.ts';

const INTRODUCTION = `# Settings of Paperboy. Each works as it is on this machine; to change some, copy this file to .env
# in the working directory and remove the # before them. The environment wins over .env.
# Put quotes around a value with a # in it.
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

function block(setting: Setting): string {
  const text = textOf(setting, {});
  const example = text === setting.example ? '' : `# Example: ${setting.example}\n`;
  return `# ${setting.description}\n${example}#${setting.key}=${text ?? ''}\n`;
}
