import { fileURLToPath } from 'node:url';
import { openCamera } from './camera.ts';
import { look } from './look.ts';
import { MAILS } from './mails.ts';
import { inPercent } from './sheet.ts';

// `npm run test:visual [-- [--accept] [name …]]`: see README.md beside this file.
const asked = process.argv.slice(2);
const accept = asked.includes('--accept');
const only = asked.filter(word => !word.startsWith('--'));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const camera = await openCamera();
const looking = { camera, mails: MAILS, stored: here('pictures'), out: here('out'), only, accept };
const { looks, sheet } = await look(looking).finally(camera.close);
const told = looks.filter(({ verdict }) => verdict !== 'same');
const width = Math.max(...told.map(({ picture }) => picture.length), 0) + 2;
for (const { picture, view, verdict, share } of told) {
  const part = verdict === 'changed' ? inPercent(share) : '';
  console.log(`${picture.padEnd(width)}${verdict.padEnd(14)}${part.padEnd(10)}${view}`);
}
if (looks.length === 0) console.log(`No picture is called ${only.join(' or ')}.`);
console.log(`\n${looks.length - told.length} looks as stored, ${told.length} not. All of them: ${sheet}`);
if (told.length > 0) {
  console.log(
    accept
      ? 'Accepted: look at them again in git before you commit.'
      : 'If that was meant: npm run test:visual -- --accept',
  );
}
process.exitCode = looks.length === 0 || (told.length > 0 && !accept) ? 1 : 0;
