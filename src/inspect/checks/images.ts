import type { HtmlElement } from '../html-tree.ts';
import { fieldOf, leavesOf } from '../mime-tree.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, toldOf } from '../told.ts';

/** Outlook and Gmail pass over images that stand in the HTML itself, however small. */
const DATA = /^data:/i;

/** Pictures: what stands in their place, their width, and whether they watch the reader. */
export const checkImages: Check = ({ tree, message }) => {
  const images = tree.elements.filter(({ name }) => name === 'img');
  if (images.length === 0)
    return [fine('images', 'No images: nothing to load, and nothing that tells who reads.')];
  const cids = new Set(
    leavesOf(message).map(({ fields }) => fieldOf(fields, 'content-id')?.replace(/[<>]/g, '')),
  );
  const places = (is: (image: HtmlElement) => boolean) => images.filter(is).map(sourceOf);
  const remote = (image: HtmlElement) => /^https?:/i.test(sourceOf(image));
  const isMissing = (image: HtmlElement) => {
    const source = sourceOf(image);
    return /^cid:/i.test(source) ? !cids.has(source.slice(4)) : !/^(?:https?|data):/i.test(source);
  };
  const problems = [
    ...toldOf(
      'images',
      'fault',
      places(({ attributes }) => !attributes.has('alt')),
      n =>
        `${counted(n, 'image has', 'images have')} no alt text: who cannot see it, or blocks images, gets the name of a file.`,
      'Write alt="…" with what it shows, or alt="" where it is decoration.',
    ),
    ...toldOf(
      'images',
      'fault',
      places(image => isEmpty(image) && isAllOfLink(image)),
      n => `${counted(n, 'link holds', 'links hold')} an image without a word for it.`,
      'Say in its alt text where the link leads.',
    ),
    ...toldOf(
      'images',
      'fault',
      places(isMissing),
      n => `${counted(n, 'image leads', 'images lead')} nowhere.`,
      'Give a whole https:// address, or attach the picture under that Content-ID.',
    ),
    ...toldOf(
      'images',
      'warning',
      places(image => remote(image) && isPixel(image)),
      n =>
        `${counted(n, 'image is', 'images are')} too small to be seen: such pixels tell the sender who reads.`,
      'Take it out: readers did not agree to be watched.',
    ),
    ...toldOf(
      'images',
      'warning',
      places(image => !/^\d+%?$/.test(image.attributes.get('width') ?? '')),
      n =>
        `${counted(n, 'image has', 'images have')} no width attribute: Outlook shows them in their full size.`,
      'Write width="…" in pixels, as an attribute.',
    ),
    ...toldOf(
      'images',
      'warning',
      images
        .filter(image => DATA.test(sourceOf(image)))
        .map(image => `${sourceOf(image).slice(0, 30)}… (${sourceOf(image).length} characters)`),
      n =>
        `${counted(n, 'image stands', 'images stand')} in the HTML itself: Gmail and Outlook do not show such, and they count for the size.`,
      'Put it on the web, or attach it and point to it by cid:.',
    ),
    ...toldOf(
      'images',
      'warning',
      places(image => /^http:/i.test(sourceOf(image))),
      n => `${counted(n, 'image is', 'images are')} loaded without encryption; most mail programs do not.`,
      'Use its https:// address.',
    ),
  ];
  const described = images.filter(image => !isEmpty(image)).length;
  const figure = `${counted(images.length, 'image')}, ${described} with words in its place; each has a width.`;
  return problems.length > 0 ? problems : [fine('images', figure)];
};

function sourceOf({ attributes }: HtmlElement): string {
  return (attributes.get('src') ?? '').trim();
}

function isEmpty({ attributes }: HtmlElement): boolean {
  return (attributes.get('alt') ?? '').trim() === '';
}

/** Nothing but this image stands in its link. */
function isAllOfLink({ parent }: HtmlElement): boolean {
  if (parent?.name !== 'a') return false;
  return parent.children.every(child =>
    child.kind === 'text' ? child.text.trim() === '' : child.name === 'img',
  );
}

function isPixel({ attributes, hidden }: HtmlElement): boolean {
  const style = attributes.get('style') ?? '';
  const side = (name: string) => {
    const styled = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*(\\d+)px`, 'i').exec(style)?.[1];
    return Number(styled ?? attributes.get(name) ?? Number.NaN);
  };
  return hidden || (side('width') <= 2 && side('height') <= 2);
}
