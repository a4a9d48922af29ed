import type { JsonDocument } from '../json/document.ts';
import { isObject } from '../json/fields.ts';
import type { Items } from '../json/items.ts';
import { jsonFormat } from '../json/json-format.ts';
import { readHfEntry } from './read-entry.ts';

const LISTS = ['dailyPapers', 'papers'];
const FIRST = { isElement: isObject, most: 1 };

/** What `https://huggingface.co/api/daily_papers` answers, of all years. */
export const hfApi = jsonFormat({
  name: 'hf-api',
  expects: 'what huggingface.co/api/daily_papers answers, a JSON list of papers',
  trust: 3,
  lists: LISTS,
  owns: value =>
    isObject(value) && (isPaper(value.paper, value) || (isPaper(value, value) && 'discussionId' in value)),
  ownsDocument: document =>
    LISTS.some(name => isEmpty(document.list([name], FIRST))) || isEmpty(alone(document)),
  readEntry: readHfEntry,
  about: () => ({ quiet: 'no papers on this day.' }),
});

function alone(document: JsonDocument): Items | null {
  return document.isList ? document.items(FIRST) : null;
}

function isEmpty(list: Items | null): boolean {
  return list?.closed === true && list.items.length === 0;
}

function isPaper(value: unknown, outer: object): boolean {
  return isObject(value) && 'id' in value && ('title' in value || 'title' in outer);
}
