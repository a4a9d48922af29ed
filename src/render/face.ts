import { escapeHtml, escapePlain, escapeView } from './escape.ts';
import type { BlockName, Blocks } from './template-blocks.ts';
import type { Views } from './views.ts';
import { wrapText } from './wrap-text.ts';

/** One of the two versions of a mail: renders a block from a view of plain values. */
export interface Face {
  render<Name extends BlockName>(name: Name, view: Views[Name]): string;
  /** A link as it stands in this version. */
  link(url: string): string;
}

export function htmlFace(blocks: Blocks): Face {
  return { render: (name, view) => blocks[name](escapeView(view, escapeHtml)), link: escapeHtml };
}

export function plainFace(blocks: Blocks): Face {
  return { render: (name, view) => wrapText(blocks[name](escapeView(view, escapePlain))), link: url => url };
}
