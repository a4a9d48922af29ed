import type { Letter } from '../model/letter.ts';
import type { Message } from '../model/message.ts';

export interface LetterContext {
  from: { name: string; address: string };
  replyTo: string | null;
  listId: string;
  listName: string;
  postalAddress: string;
  timeZone: string;
  idKey: Buffer;
}
export interface LetterTo {
  email: string;
  envelopeFrom: string;
  date: number;
  links: { confirm: string; account: string; preferences: string; unsubscribe: string; home: string };
}
export type RenderLetter = (letter: Pick<Letter, 'num' | 'kind' | 'expiresAt'>, to: LetterTo) => Message;

export async function createLetterRenderer(
  _templatesDir: string,
): Promise<(context: LetterContext) => RenderLetter> {
  return () => () => {
    throw new Error('letters are not written yet');
  };
}
