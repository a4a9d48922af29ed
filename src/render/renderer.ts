import { join } from 'node:path';
import type { EditionContext } from './context.ts';
import { createEditionRenderer, type EditionRenderer } from './edition-renderer.ts';
import { type Face, htmlFace, plainFace } from './face.ts';
import { compileMjml } from './mjml-document.ts';
import { readTemplate } from './read-template.ts';
import { BLOCKS, compileBlocks } from './template-blocks.ts';
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
  const theme = given ?? (await readTheme(themeFile(templatesDir)));
  const source = fillTheme(await readTemplate(mjmlFile), theme, mjmlFile);
  const document = await compileMjml(source, mjmlFile);
  const html = htmlFace(await compileBlocks(document, mjmlFile));
  const plain = plainFace(await compileBlocks(await readTemplate(plainFile), plainFile));
  tryOut(html);
  tryOut(plain);
  return { edition: context => createEditionRenderer(html, plain, context) };
}

function tryOut(face: Face): void {
  const views = worstViews('Name', 'Address');
  for (const name of BLOCKS) face.render(name, views[name]);
}
