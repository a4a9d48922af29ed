import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../templates/web/', import.meta.url);
/** Shorter pieces stand anywhere. */
const LEAST = 14;

/** Every piece of markup and text that a template holds between its values, by template. */
export function templateParts(): Map<string, string[]> {
  const files = readdirSync(FOLDER).filter(file => file.endsWith('.hbs'));
  return new Map(
    files.map(file => {
      const source = readFileSync(new URL(file, FOLDER), 'utf8').replace(
        /\{\{!--[\s\S]*?--\}\}|\{\{![^}]*\}\}/g,
        '',
      );
      const parts = source.split(/\{\{\{?[^}]*\}\}\}?/).map(plain);
      return [file.replace('.hbs', ''), parts.filter(part => part.length >= LEAST)];
    }),
  );
}

/** White space is the template engine's to take away. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
