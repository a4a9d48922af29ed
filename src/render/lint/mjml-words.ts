/** Elements that MJML knows; a test compares them with its own. */
export const ELEMENTS = words(`
  mjml mj-head mj-attributes mj-all mj-class mj-breakpoint mj-html-attributes mj-selector mj-html-attribute mj-font mj-preview mj-style
  mj-title mj-body mj-hero mj-button mj-column mj-divider mj-group mj-image mj-raw mj-section mj-spacer mj-text mj-table mj-wrapper
  mj-social mj-social-element mj-navbar mj-navbar-link mj-accordion mj-accordion-element mj-accordion-text mj-accordion-title
  mj-carousel mj-carousel-image`);

/** Those that MJML stumbles over where they stand in the body. */
export const HEAD_ONLY = words(`
  mj-title mj-attributes mj-breakpoint mj-font mj-html-attributes mj-preview mj-style`);

/** Those whose content is HTML, or text; in all others MJML drops text. */
export const HOLD_TEXT = words(`
  mj-raw mj-text mj-button mj-table mj-title mj-preview mj-style mj-navbar-link mj-social-element mj-accordion-text mj-accordion-title
  mj-carousel-image mj-html-attribute`);

/** Attributes of any element, with the property of CSS whose values they take; null: another kind of value. */
export const ATTRIBUTES: Readonly<Record<string, string | null>> = Object.fromEntries([
  // Those that MJML compares with its own kinds of values, where they stand on an element.
  ...words(`
    width height background-color color padding padding-top padding-right padding-bottom padding-left font-size letter-spacing
    line-height border-width border-color max-height gap text-align direction table-layout vertical-align`).map(
    name => [name, name] as const,
  ),
  ...words('inner-padding text-padding icon-padding ico-padding').map(name => [name, 'padding'] as const),
  ...words(`
    inner-padding-top inner-padding-right inner-padding-bottom inner-padding-left ico-padding-top ico-padding-right
    ico-padding-bottom ico-padding-left`).map(name => [name, 'padding-top'] as const),
  ...words(`
    background-width background-height gutter icon-size icon-height icon-width tb-width`).map(
    name => [name, 'width'] as const,
  ),
  ...words(`
    inner-background-color container-background-color ico-color tb-hover-border-color tb-selected-border-color`).map(
    name => [name, 'color'] as const,
  ),
  ['ico-font-size', 'font-size'],
  ['ico-line-height', 'line-height'],
  ...plainText(),
  ...words(`
    css-class mj-class id name href inline mode background-url title rel target align alt src srcset sizes fluid-on-mobile usemap position
    full-width cellpadding cellspacing role icon-position base-url hamburger ico-align ico-open ico-close icon-align icon-wrapped-url
    icon-wrapped-alt icon-unwrapped-url icon-unwrapped-alt left-icon right-icon thumbnails thumbnails-src`).map(
    name => [name, null] as const,
  ),
]);

/** Those that MJML takes as any text and writes into style sheets. */
export const TAKEN_AS_TEXT: Readonly<Record<string, string>> = Object.fromEntries(plainText());

function plainText(): (readonly [name: string, property: string])[] {
  const same = words(`
    background-position background-position-x background-position-y background-repeat background-size border border-top border-right
    border-bottom border-left border-radius border-style font-family font-style font-weight text-decoration text-transform`);
  const inner = words('border border-top border-right border-bottom border-left border-radius');
  return [
    ...same.map(name => [name, name] as const),
    ...inner.map(name => [`inner-${name}`, name] as const),
    ['tb-border', 'border'],
    ['tb-border-radius', 'border-radius'],
    ['ico-font-family', 'font-family'],
    ['ico-text-transform', 'text-transform'],
    ['ico-text-decoration', 'text-decoration'],
  ];
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
