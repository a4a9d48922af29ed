// What people agree to, word for word. The record of consent keeps it, so a wording that was shown is never edited: a
// new one gets a new number.

/** What stands above the button of the sign-up page, by number. */
const SIGN_UP: Readonly<Record<string, (listName: string) => string>> = {
  '1': listName =>
    `By pressing the button I ask ${listName} to mail me research papers that match what I chose, on the days I chose, until I unsubscribe. My address is used for nothing else.`,
};
const NEWEST_SIGN_UP = '1';

/** What stands above the button of the page behind the link in a letter. */
const CONFIRM = (listName: string) =>
  `By pressing the button I agree that ${listName} mails me research papers that match these choices, until I unsubscribe.`;
const MOVE = (listName: string) => `By pressing the button I ask ${listName} to mail me at this address.`;

/** A wording with the number that a form sends back. */
export interface Wording {
  number: string;
  text: string;
}

/** The wording that a form showed, by what it sends back; the newest one otherwise. */
export function signUpWording(listName: string, sent = NEWEST_SIGN_UP): Wording {
  const number = Object.hasOwn(SIGN_UP, sent) ? sent : NEWEST_SIGN_UP;
  return { number, text: SIGN_UP[number]?.(listName) ?? '' };
}

export function confirmWording(listName: string, kind: 'confirm' | 'move'): string {
  return kind === 'move' ? MOVE(listName) : CONFIRM(listName);
}
