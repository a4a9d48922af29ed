import { isObject } from '../json/fields.ts';
import { jsonFormat } from '../json/json-format.ts';
import { readHfEntry } from './read-entry.ts';

/** What `https://huggingface.co/api/daily_papers` answers, of all years. */
export const hfApi = jsonFormat({
  name: 'hf-api',
  expects: 'what huggingface.co/api/daily_papers answers, a JSON list of papers',
  trust: 3,
  lists: ['papers', 'dailyPapers', 'daily_papers'],
  owns: value => isObject(value) && isObject(value.paper) && ('id' in value.paper || 'title' in value.paper),
  ownsDocument: document => {
    const list = document.isList
      ? document.items(1)
      : (document.list(['dailyPapers'], 1) ?? document.list(['papers'], 1));
    return list?.closed === true && list.items.length === 0;
  },
  readEntry: readHfEntry,
  about: () => ({ quiet: 'no papers on this day.' }),
});
