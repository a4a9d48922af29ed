import type { Format } from './format.ts';
import { hfApi } from './hf-api/hf-api.ts';
import { hfText } from './hf-text/hf-text.ts';

/** Every format, the most specific first: the first one that recognises a text reads it. */
export const ALL_FORMATS: readonly Format[] = [hfText, hfApi];
