import type { Look } from './look.ts';

/** One page with every picture: what changed on top, as it was, as it is, and where it differs. The pictures stand beside it. */
export function contactSheet(looks: readonly Look[]): string {
  const different = looks.filter(({ verdict }) => verdict !== 'same' && verdict !== 'not needed');
  const unneeded = looks.filter(({ verdict }) => verdict === 'not needed');
  const same = looks.filter(({ verdict }) => verdict === 'same');
  const pictures = [...new Set(same.map(({ picture }) => picture))];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pictures of mails</title>
<style>
  body { margin: 24px; font: 15px/1.5 system-ui, sans-serif; background: #e9e7e2; color: #1d1d1b; }
  section { display: flex; flex-wrap: wrap; gap: 20px; align-items: start; margin-bottom: 40px; }
  figure { margin: 0; } figcaption { margin-bottom: 4px; }
  img { display: block; max-width: 400px; border: 1px solid #aaa; background: #fff; }
  .same img { max-width: 220px; max-height: 420px; }
</style>
<h1>${different.length === 0 ? 'Nothing changed' : `${different.length} changed`}</h1>
${different.map(changed).join('\n')}
${unneeded.map(({ picture }) => `<p>${picture} is no longer needed.</p>`).join('\n')}
<h2>The same as stored: ${pictures.length}</h2>
<section class="same">
${pictures.map(picture => figure(picture, `${picture}.now.png`)).join('\n')}
</section>
</html>
`;
}

function changed({ picture, view, verdict, share }: Look): string {
  const kinds = {
    changed: ['stored', 'now', 'diff'],
    'another size': ['stored', 'now'],
    new: ['now'],
  } as const;
  const shown = verdict === 'same' || verdict === 'not needed' ? [] : kinds[verdict];
  return `<h2>${picture}: ${verdict}${verdict === 'changed' ? `, ${inPercent(share)}` : ''} <small>${view}</small></h2>
<section>${shown.map(kind => figure(kind, `${picture}.${kind}.png`)).join('\n')}</section>`;
}

function figure(caption: string, file: string): string {
  return `<figure><figcaption>${caption}</figcaption><a href="${file}"><img src="${file}" alt="${caption}" loading="lazy"></a></figure>`;
}

/** `0.31 %` */
export function inPercent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
