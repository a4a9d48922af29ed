import type { MessageView } from './views.ts';

// What the pages say when there is nothing else to show.

export const NO_SUCH_PAGE = message('No such page', 'There is nothing at this address.');
export const WRONG_METHOD = message('That does not work here', 'This address is only there to be read.');
export const TOO_LARGE = message(
  'That is too much at once',
  'What was sent is larger than any form of ours. Nothing was changed.',
);
export const UNREADABLE = message(
  'The form cannot be read',
  'It did not arrive whole. Nothing was changed: go back, and send it once more.',
);
export const BROKEN = message(
  'Something went wrong on our side',
  'It is not your fault, and whoever runs this service can see it in the log. Please try again in a while.',
);
export const DAMAGED_LINK = message(
  'This link is damaged',
  'Something is missing from it or was altered, so it leads nowhere. Nothing was changed.',
  'Mail programs break long links at times: open it from the mail once more, or copy it whole.',
);
export const GONE = message(
  'You are not on our list',
  'This link belongs to somebody whose address was erased. No mail goes there, and there is nothing left to change.',
);
export const SUPPRESSED = message(
  'No mail goes to this address',
  'It was stopped for good, at the wish of its reader or because mail to it came back. There is nothing left to do.',
  'Should that be a mistake, write to us: the address is below.',
);
export const ERASED = message(
  'You are erased',
  'Your address, your name and everything that you chose or told us are removed, and no mail goes to you any more.',
  'Mails that you have stay yours. Should you want to come back one day, sign up as anybody else.',
);
export const TAKEN_BACK = message(
  'This paper was taken back',
  'Whoever runs this service does not show it any more.',
);
export const NO_SUCH_MAIL = message(
  'This mail cannot be shown',
  'Our records hold no mail of this day to you, so there is nothing to show.',
);
export const NO_SUCH_PAPER = message('No such paper', 'We know no paper by this address.');
export const TOO_MANY_SEARCHES = message(
  'Too many searches',
  'So many came from your network that others would have to wait. Please go on in a few minutes.',
);
export const NO_SUCH_TOPIC = message('No such topic', 'Nobody follows a topic by this name here.');
export const NO_SUCH_EDITION = message('No such edition', 'Nothing came out on this day.');

function message(title: string, ...text: string[]): MessageView {
  return { title, text, link: '', linkText: '' };
}
