import { contrastRatio } from '../../model/contrast.ts';
import { PAIRS, type Palette, type Theme } from '../../render/theme.ts';
import type { Titled } from '../views.ts';
import type { FoundTheme } from './themes-on-disk.ts';

/** The sheet of themes: plain values; the template escapes them. Colours and fonts stand in attributes of SVG, since no style may. */
export interface ThemesView extends Titled {
  /** The file to edit. */
  file: string;
  /** Which mail the frames show. */
  shown: string;
  cards: ThemeCard[];
}

export interface ThemeCard {
  id: string;
  name: string;
  /** The one in use, or the one to choose. */
  file: string;
  isUsed: boolean;
  /** Puts it to use; empty for the one that is. */
  command: string;
  /** Why it does not work; empty when it does. */
  wrong: string;
  fonts: {
    use: string;
    stack: string;
    names: string;
    size: string;
    weight: string;
    style: string;
    sample: string;
  }[];
  palettes: PaletteView[];
  frames: { what: string; title: string; link: string }[];
}

interface PaletteView {
  name: string;
  swatches: { name: string; colour: string }[];
  pairs: { words: string; textColour: string; groundColour: string; ratio: string }[];
}

export interface SheetFacts {
  /** A path as people type it here. */
  path: (file: string) => string;
  /** `templates/theme.yaml` */
  used: string;
  /** Name of it all, as mails bear it. */
  listName: string;
  shown: string;
  /** There are frames of a page. */
  hasPage: boolean;
}

export function themesView(themes: readonly FoundTheme[], facts: SheetFacts): ThemesView {
  return {
    title: 'Themes',
    file: facts.path(facts.used),
    shown: facts.shown,
    cards: themes.map(found => cardView(found, facts)),
  };
}

function cardView({ id, file, isUsed, theme, wrong }: FoundTheme, facts: SheetFacts): ThemeCard {
  return {
    id: id || 'in-use',
    name: theme?.name ?? facts.path(file),
    file: facts.path(isUsed ? facts.used : file),
    isUsed,
    command: isUsed ? '' : `cp ${quoted(facts.path(file))} ${quoted(facts.path(facts.used))}`,
    wrong,
    fonts: theme ? fontsOf(theme, facts.listName) : [],
    palettes: theme ? [paletteView('By day', theme.day), paletteView('At night', theme.night)] : [],
    frames: theme ? framesOf(id, theme.name, facts.hasPage) : [],
  };
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function fontsOf({ fonts, masthead, headings }: Theme, listName: string): ThemeCard['fonts'] {
  const name = cased(listName, masthead.case);
  const plain = { weight: 'normal', style: 'normal' };
  // Proportions of a mail, with a masthead that fits beside the others.
  return [
    { use: 'Masthead', ...masthead, stack: fonts.masthead, size: '25', sample: name },
    { use: 'Headings', ...headings, stack: fonts.text, size: '22', sample: 'Reasoning' },
    { use: 'Text', ...plain, stack: fonts.text, size: '17', sample: 'We propose a method' },
    { use: 'Small', ...plain, stack: fonts.small, size: '15', sample: 'Because you follow it' },
  ].map(({ use, stack, size, weight, style, sample }) => {
    const names = stack.replaceAll("'", '').replaceAll(',', ', ');
    return { use, stack, names, size, weight, style, sample };
  });
}

function cased(text: string, to: Theme['masthead']['case']): string {
  if (to === 'none') return text;
  return to === 'uppercase' ? text.toUpperCase() : text.toLowerCase();
}

function paletteView(name: string, palette: Palette): PaletteView {
  return {
    name,
    swatches: Object.entries(palette).map(([swatch, colour]) => ({ name: swatch, colour })),
    pairs: PAIRS.map(({ text, ground }) => ({
      words: text === 'on-accent' ? 'button' : `${text} on ${ground}`,
      textColour: palette[text],
      groundColour: palette[ground],
      ratio: contrastRatio(palette[text], palette[ground]).toFixed(1),
    })),
  };
}

function framesOf(id: string, name: string, hasPage: boolean): ThemeCard['frames'] {
  const frame = (what: 'mail' | 'page', scheme: 'light' | 'dark') => {
    const words = `${what === 'mail' ? 'Mail' : 'Sign-up page'} ${scheme === 'light' ? 'by day' : 'at night'}`;
    return {
      what: words,
      title: `${name}: ${words.toLowerCase()}`,
      link: `/themes/${what}?${new URLSearchParams({ theme: id, scheme })}`,
    };
  };
  const mails = [frame('mail', 'light'), frame('mail', 'dark')];
  return hasPage ? [...mails, frame('page', 'light'), frame('page', 'dark')] : mails;
}
