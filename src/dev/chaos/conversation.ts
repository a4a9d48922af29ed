import type { SecureContext } from 'node:tls';
import { capabilities, codeOf, HOST, readCommand, readRecipient, readSender } from './commands.ts';
import type { Cue, Cues } from './cues.ts';
import type { Moment } from './faults.ts';
import type { Line } from './line.ts';
import { type Course, suffer } from './suffer.ts';
import { type ChaosLine, traits, type Witness } from './witness.ts';

/** What all conversations of a server share. */
export interface House {
  cues: Cues;
  witness: Witness;
  now: () => number;
  /** Null: STARTTLS is not offered. */
  tls: SecureContext | null;
  /** Largest message in bytes. */
  size: number;
}

/** The message that a client is about to hand over. */
interface Envelope {
  from: string | null;
  to: string[];
}

const MOST_RECIPIENTS = 1_000;

/** Leads one conversation to its end: RFC 5321, with PIPELINING, and with whatever the script has for it. */
export async function converse(line: Line, connection: number, house: House): Promise<void> {
  const { cues, witness, now } = house;
  let envelope: Envelope = { from: null, to: [] };
  let isSecure = false;

  function write(event: ChaosLine['event'], said: Partial<ChaosLine>): void {
    const nothing = { fault: null, answered: false, code: null, messageId: null, hash: null };
    const at = new Date(now()).toISOString();
    witness({ at, event, ...nothing, connection, from: envelope.from, to: envelope.to, ...said });
  }

  function cueAt(moment: Moment): Cue | null {
    // VERP gives each recipient a sender of their own, so that chance may go by it.
    const key = envelope.to.join(' ') || (envelope.from ?? `connection ${connection}`);
    return cues.at(moment, { to: envelope.to, key });
  }

  /** Does what a script has for this moment; `usual` is the answer that is due. */
  async function act(moment: Moment, usual: string): Promise<Course> {
    const cue = cueAt(moment);
    return cue ? play(cue, usual) : 'usual';
  }

  async function play({ rule }: Cue, usual: string): Promise<Course> {
    const { fault, reply, waitMs } = rule;
    const said = { fault: fault.name };
    if (fault.act === 'reply') {
      const isAboutMessage = ['mail', 'rcpt', 'data', 'dot'].includes(fault.moment);
      write(isAboutMessage ? 'refused' : 'fault', { ...said, answered: true, code: codeOf(reply) });
      line.say(`${reply}\r\n`);
      // RFC 5321 §3.8: after 421 it closes; after a refusal to greet, only QUIT would be left to say.
      if (codeOf(reply) !== 421 && fault.moment !== 'greeting') return 'instead';
      line.end();
      return 'over';
    }
    write('fault', { ...said, answered: fault.act === 'slow' || fault.act === 'trickle' });
    return suffer(line, fault.act, { waitMs, usual });
  }

  /** Says the answer that is due unless the script has something else. */
  async function answer(moment: Moment, usual: string): Promise<Course> {
    const course = await act(moment, usual);
    if (course === 'usual') line.say(usual);
    return course;
  }

  async function startTls(): Promise<Course> {
    if (!house.tls || isSecure) {
      line.say('503 5.5.1 Not now\r\n');
      return 'usual';
    }
    const cue = cueAt('starttls');
    if (cue?.rule.fault.act === 'broken-tls') {
      write('fault', { fault: cue.rule.fault.name });
      line.say('220 2.0.0 Go ahead\r\n');
      await line.something();
      line.say('This is not TLS\r\n');
      line.end();
      return 'over';
    }
    const course = cue ? await play(cue, '') : 'usual';
    if (course !== 'usual') return course;
    line.say('220 2.0.0 Go ahead\r\n');
    isSecure = await line.secure(house.tls);
    envelope = { from: null, to: [] };
    return isSecure ? 'usual' : 'over';
  }

  /** Takes any name and any password; they are not kept. */
  async function logIn(argument: string): Promise<Course> {
    const [mechanism = '', initial] = argument.split(' ');
    const prompts = { PLAIN: [''], LOGIN: ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'] }[mechanism.toUpperCase()];
    if (!prompts) {
      line.say('504 5.5.4 PLAIN and LOGIN are known\r\n');
      return 'usual';
    }
    for (const prompt of initial === undefined ? prompts : prompts.slice(1)) {
      line.say(`334 ${prompt}\r\n`);
      if ((await line.command()) === null) return 'over';
    }
    return answer('auth', '235 2.7.0 Welcome\r\n');
  }

  async function sender(argument: string): Promise<Course> {
    const { from, size } = readSender(argument);
    if (from === null || envelope.from !== null) {
      line.say(from === null ? '501 5.5.4 MAIL FROM:<address>\r\n' : '503 5.5.1 One at a time\r\n');
      return 'usual';
    }
    if (size > house.size) {
      line.say('552 5.3.4 Message too big\r\n');
      return 'usual';
    }
    envelope = { from, to: [] };
    const course = await answer('mail', '250 2.1.0 Sender ok\r\n');
    if (course !== 'usual') envelope.from = null;
    return course;
  }

  async function recipient(argument: string): Promise<Course> {
    const to = readRecipient(argument);
    if (to === null || envelope.from === null || envelope.to.length >= MOST_RECIPIENTS) {
      line.say(to === null ? '501 5.5.4 RCPT TO:<address>\r\n' : '503 5.5.1 Not now\r\n');
      return 'usual';
    }
    const before = envelope.to;
    // The one who is asked for decides, not those before.
    envelope.to = [to];
    const course = await answer('rcpt', '250 2.1.5 Recipient ok\r\n');
    envelope.to = course === 'usual' ? [...before, to] : before;
    return course;
  }

  async function message(): Promise<Course> {
    if (envelope.to.length === 0) {
      line.say('503 5.5.1 Nobody to give it to\r\n');
      return 'usual';
    }
    const before = await answer('data', '354 Go ahead, end with a dot on a line of its own\r\n');
    if (before !== 'usual') return before;
    if ((await act('go-ahead', '')) === 'over') return 'over';
    if (!(await line.something()) || (await act('body', '')) === 'over') return 'over';
    const raw = await line.message();
    if (raw === null) return 'over';
    const course = await judge(raw);
    envelope = { from: null, to: [] };
    return course;
  }

  /** The message is all there: now the server has it, or says no, or nobody knows. */
  async function judge(raw: Buffer): Promise<Course> {
    const told = traits(raw);
    if (raw.length > house.size) {
      write('refused', { ...told, answered: true, code: 552 });
      line.say('552 5.3.4 Message too big\r\n');
      return 'usual';
    }
    const cue = cueAt('dot');
    const { act: what, name } = cue?.rule.fault ?? { act: null, name: null };
    if (cue && what === 'reply') {
      write('refused', { ...told, fault: name, answered: true, code: codeOf(cue.rule.reply) });
      line.say(`${cue.rule.reply}\r\n`);
      if (codeOf(cue.rule.reply) === 421) line.end();
      return codeOf(cue.rule.reply) === 421 ? 'over' : 'instead';
    }
    const isAnswered = cue === null || what === 'slow' || what === 'trickle';
    const event = isAnswered || cue.taken ? 'taken' : 'fault';
    write(event, { ...told, fault: name, answered: isAnswered, code: isAnswered ? 250 : null });
    const yes = `250 2.0.0 Taken as ${told.hash.slice(0, 12)}\r\n`;
    const course = cue
      ? await suffer(line, cue.rule.fault.act, { waitMs: cue.rule.waitMs, usual: yes })
      : 'usual';
    if (course === 'usual') line.say(yes);
    return course;
  }

  const greeting = await answer('greeting', `220 ${HOST} ESMTP on bad days\r\n`);
  if (greeting === 'over') return;
  for (;;) {
    const command = await line.command();
    if (command === null) return line.end();
    const { verb, argument } = readCommand(command);
    if (verb === 'QUIT') {
      line.say('221 2.0.0 Goodbye\r\n');
      return line.end();
    }
    if ((await obey(verb, argument)) === 'over') return;
  }

  async function obey(verb: string, argument: string): Promise<Course> {
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        envelope = { from: null, to: [] };
        line.say(
          verb === 'EHLO'
            ? capabilities({ offersTls: house.tls !== null && !isSecure, size: house.size })
            : `250 ${HOST}\r\n`,
        );
        return 'usual';
      case 'STARTTLS':
        return startTls();
      case 'AUTH':
        return logIn(argument);
      case 'MAIL':
        return sender(argument);
      case 'RCPT':
        return recipient(argument);
      case 'DATA':
        return message();
      case 'RSET':
        envelope = { from: null, to: [] };
        line.say('250 2.0.0 Forgotten\r\n');
        return 'usual';
      case 'NOOP':
        line.say('250 2.0.0 Ok\r\n');
        return 'usual';
      case 'VRFY':
        line.say('252 2.1.5 Try it\r\n');
        return 'usual';
      default:
        line.say('500 5.5.2 What?\r\n');
        return 'usual';
    }
  }
}
