import { join } from 'node:path';
import { together } from '../mistake.ts';
import type { EditionContext } from './context.ts';
import { createEditionRenderer, type EditionRenderer } from './edition-renderer.ts';
import { htmlFace, plainFace } from './face.ts';
import { keepLast } from './keep-last.ts';
import { compileMjml, tagsOfMjml } from './mjml-document.ts';
import { readTemplate } from './read-template.ts';
import { BLOCKS, checkBlocks, compileBlocks } from './template-blocks.ts';
import { fillTheme, readTheme, type Theme, themeFile } from './theme.ts';
import { worstViews } from './worst-case.ts';

export type { EditionContext, Recipient } from './context.ts';
export type { EditionRenderer } from './edition-renderer.ts';

/** Templates, compiled: makes the renderer of an edition. */
export interface Renderer {
  edition(context: EditionContext): EditionRenderer;
}

/**
 * Compiles `edition.mjml` and `edition.txt.hbs` of a folder, once, and tries every block: in the theme of that folder, if none is given.
 * A missing file or a mistake in a template is a UserError that names the place.
 */
export async function createRenderer(templatesDir: string, given?: Theme): Promise<Renderer> {
  const mjmlFile = join(templatesDir, 'edition.mjml');
  const plainFile = join(templatesDir, 'edition.txt.hbs');
  const [written, plainSource, theme] = await together(
    readTemplate(mjmlFile),
    readTemplate(plainFile),
    given ? Promise.resolve(given) : readTheme(themeFile(templatesDir)),
  );
  return opened(JSON.stringify([written, plainSource, theme]), async () => {
    const views = worstViews('Name', 'Address');
    const [document] = await together(
      compileMjml(written, mjmlFile, source => fillTheme(source, theme, mjmlFile)),
      checkBlocks(tagsOfMjml(written), mjmlFile, views),
      checkBlocks(plainSource, plainFile, views),
    );
    const html = htmlFace(await compileBlocks(document, mjmlFile));
    const plain = plainFace(await compileBlocks(plainSource, plainFile));
    for (const name of BLOCKS) for (const face of [html, plain]) face.render(name, views[name]);
    return { edition: context => createEditionRenderer(html, plain, context) };
  });
}

/** The same texts in the same theme are the same renderer. */
const opened = keepLast<Renderer>(6);
