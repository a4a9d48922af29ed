// What counts as the same picture, and how pictures are taken: all in one place.

/** Widths of a phone, a reading pane and a screen, in CSS pixels. */
export const WIDTHS = [390, 600, 1280] as const;
export const SCHEMES = ['light', 'dark'] as const;

/** Device pixels to a CSS pixel: one, since a mail that is wrong is wrong there, and pictures take a quarter of the room. */
export const PIXEL_RATIO = 1;

/** Longer mails are cut: what comes after the first screens of a phone is more of the same, and pictures stay small enough for git. */
export const MOST_HEIGHT = 1_250;

/**
 * How far a pixel may be off, from 0 to 1. A colour that is changed on purpose is off by more than a fiftieth even where it goes from one
 * near-white to another; what smoothing does to the edges of letters is told apart and not counted.
 */
export const PIXEL_TOLERANCE = 0.02;

/**
 * The part of a picture that may be off: one pixel in ten thousand, about a hundred in all. Another version of Chromium moves a few;
 * the thinnest rule across a mail has several hundred.
 */
export const MOST_DIFFERENT = 0.0001;
