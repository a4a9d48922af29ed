import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openReturnPaths, openSigner } from './app/mail-keys.ts';
import type { Tokens } from './audience/link-token.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { secretKey, secretKeys } from './config/secret-key.ts';
import type { Section } from './config/setting.ts';
import { type ConfigOf, loadConfig, loadProxies, strangersInEnvFile } from './config.ts';
import { outboxTransport } from './deliver/outbox.ts';
import type { Transport } from './deliver/transport.ts';
import type { ReturnPaths } from './deliver/verp.ts';
import type { Keep } from './ingest/keep/keep.ts';
import type { Network } from './ingest/sources/network.ts';
import type { Catalogue } from './match/catalogue.ts';
import { MistakeError, together } from './mistake.ts';
import { LETTER_DAY } from './model/letter.ts';
import type { Source } from './model/source.ts';
import type { Parts } from './pipeline/parts.ts';
import type { Theme } from './render/theme.ts';
import type { OpenStore } from './store/store.ts';

/** The folder the program lives in: templates and catalogue are beside it, wherever it is run from. */
const HOME = fileURLToPath(new URL('..', import.meta.url));

/** The folders of the program that an operator may edit. */
export interface Home {
  templates: string;
  /** Catalogue, example readers, and lists. */
  subscribers: string;
}

export function homeIn(folder: string): Home {
  return { templates: join(folder, 'templates'), subscribers: join(folder, 'subscribers') };
}

export const TEMPLATES = homeIn(HOME).templates;
/** Six made-up readers of different taste. */
export const EXAMPLE_READERS = join(HOME, 'subscribers', 'example.csv');
/** Two real captures that come with the program: an earlier and a later day. */
export const BUNDLED = ['capture-2025-03-14.txt', 'capture-2025-08-11.txt'].map(name =>
  join(HOME, 'test', 'fixtures', 'snapshots', name),
);

/**
 * Builds the parts of the program, each when it is first asked for and with no more configuration
 * than it needs: `subscribers list` works with a broken MAIL_FROM.
 */
export interface App {
  clock: Clock;
  home: Home;
  /** The settings of some sections. Throws a UserError that lists what is wrong with them. */
  config: <Needs extends Section>(...needs: Needs[]) => ConfigOf<Needs>;
  /** Keys in .env that are no setting, and which setting may be meant. */
  strangersInEnvFile: () => { key: string; meant: string | null }[];
  /** Zone of editions. */
  timeZone: () => string;
  store: () => Promise<OpenStore>;
  catalogue: () => Promise<Catalogue>;
  /** Where papers are read from: what SOURCES names, and then what `subscribers/sources.yaml` adds. */
  sources: () => Promise<readonly Source[]>;
  /** The network that servers of papers are asked over: through the proxies of the environment, and at a polite pace. */
  network: () => Promise<Network>;
  /** The bytes of snapshots, below DATA_DIR. */
  keep: () => Promise<Keep>;
  /** The look of mails and pages: `templates/theme.yaml`. */
  theme: () => Promise<Theme>;
  /** Everything an edition is made with. */
  parts: () => Promise<Parts>;
  /** The same, of templates and catalogue as they are on disk by now. Throws a MistakeError, where a mistake has a place. */
  freshParts: (themeFile?: string) => Promise<Parts>;
  /** Signs and reads the links in mails. */
  tokens: () => Promise<Tokens>;
  /** Makes and reads the envelope senders of deliveries; null without BOUNCE_ADDRESS. */
  returnPaths: () => Promise<ReturnPaths | null>;
  /** What SMTP_URL says, else the outbox. Nothing is connected yet. */
  transport: () => Promise<Transport>;
  /** Closes what was opened. */
  close: () => Promise<void>;
}

/** What may stand in for the outside world. */
export interface Outside {
  clock?: Clock;
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Where templates and catalogue are; left out: beside the program. */
  home?: Home;
  /** The database is only read, and refuses whoever writes; it must have this program's schema. */
  readOnly?: boolean;
}

export function createApp(outside: Outside = {}): App {
  const { clock = systemClock, home = homeIn(HOME), readOnly = false, ...place } = outside;
  const config: App['config'] = (...needs) => loadConfig({ ...place, needs });
  const timeZone = () => config('time').timeZone;
  let opened: OpenStore | null = null;
  const store = once(async () => {
    const { openStore } = await import('./store/store.ts');
    opened = await openStore(config('database').databaseUrl, { clock: outside.clock, readOnly });
    return opened;
  });
  const catalogue = once(() => loadCatalogue(home));
  const sources = once(async () => {
    const { readSources, sourcesPlace } = await import('./ingest/sources/sources-file.ts');
    return readSources(sourcesPlace(home.subscribers, place.cwd), config('sources').sources ?? []);
  });
  const network = once(async () => {
    const { openNetwork } = await import('./ingest/sources/network.ts');
    return openNetwork(loadProxies(place.env), { now: clock.now, sleep: pause });
  });
  const keep = once(async () => {
    const { openKeep } = await import('./ingest/keep/keep.ts');
    return openKeep(join(config('database').dataDir, 'snapshots'));
  });
  const theme = once(() => loadTheme(themeIn(home)));
  const tokens = once(async () => {
    const { createTokens } = await import('./audience/link-token.ts');
    const { current, previous } = secretKeys(config('database', 'links'));
    return createTokens(current, previous);
  });
  const returnPaths = once(async () => openReturnPaths(config('database', 'links', 'delivery')));
  const partsWith = async (topics: Catalogue, look: Theme) => {
    const settings = config('database', 'mail', 'links', 'delivery', 'time');
    return openParts(settings, {
      clock,
      home,
      store: await store(),
      catalogue: topics,
      theme: look,
      tokens: await tokens(),
      paths: await returnPaths(),
      network: await network(),
      keep: await keep(),
    });
  };
  return {
    clock,
    home,
    config,
    strangersInEnvFile: () => strangersInEnvFile(place.cwd),
    timeZone,
    store,
    catalogue,
    sources,
    network,
    keep,
    theme,
    tokens,
    parts: once(async () => partsWith(await catalogue(), await theme())),
    freshParts: async (file = themeIn(home)) => {
      const [topics, look] = await together(loadCatalogue(home), loadTheme(file));
      return partsWith(topics, look);
    },
    returnPaths,
    transport: async () => {
      const { smtpUrl, outboxDir } = config('delivery');
      if (!smtpUrl) return outboxTransport(outboxDir);
      const { smtpTransport } = await import('./deliver/smtp/smtp-transport.ts');
      return smtpTransport(smtpUrl.reveal());
    },
    close: async () => opened?.close(),
  };
}

async function loadCatalogue({ subscribers }: Home): Promise<Catalogue> {
  const { parseCatalogue } = await import('./match/catalogue.ts');
  const { readTrained } = await import('./match/model/trained.ts');
  const file = join(subscribers, 'topics.yaml');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message = `cannot read the topic catalogue (${error.code}). It belongs to the program: restore it.`;
    throw new MistakeError([{ file, line: null, column: null, message }]);
  });
  const { SHIPPED } = await import('./match/model/shipped.ts');
  return { ...parseCatalogue(text, file), trained: readTrained(SHIPPED) };
}

function themeIn({ templates }: Home): string {
  return join(templates, 'theme.yaml');
}

async function loadTheme(file: string): Promise<Theme> {
  const { readTheme } = await import('./render/theme.ts');
  return readTheme(file);
}

type MailConfig = ConfigOf<'database' | 'mail' | 'links' | 'delivery' | 'time'>;

/** What parts are built of besides the settings. */
interface Stock {
  clock: Clock;
  home: Home;
  store: OpenStore;
  catalogue: Catalogue;
  theme: Theme;
  tokens: Tokens;
  paths: ReturnPaths | null;
  network: Network;
  keep: Keep;
}

async function openParts(
  config: MailConfig,
  { clock, home, store, catalogue, theme, tokens, paths, network, keep }: Stock,
): Promise<Parts> {
  const { createRenderer } = await import('./render/renderer.ts');
  const { operatorMail } = await import('./render/operator-mail.ts');
  const { previewMail } = await import('./render/preview-mail.ts');
  const { summaryMail } = await import('./render/summary-mail.ts');
  const { createLetterRenderer } = await import('./render/letter.ts');
  const { mailLinks, pageLinks } = await import('./audience/mail-links.ts');
  const [renderer, letters] = await together(
    createRenderer(home.templates, theme),
    createLetterRenderer(home.templates, theme),
  );
  const links = pageLinks(config.publicUrl, tokens);
  const key = secretKey(config).reveal();
  const idKey = createHmac('sha256', key).update('message ids').digest();
  const listName = config.mailFrom.name ?? 'Paperboy';
  const sender = { name: listName, address: config.mailFrom.address };
  const writeLetter = letters({
    from: sender,
    replyTo: config.mailReplyTo?.address ?? null,
    listId: config.listId,
    listName,
    postalAddress: config.postalAddress,
    timeZone: config.timeZone,
    idKey,
  });
  const { timeZone, publicUrl } = config;
  const toOperator = (to: string, date: number) => ({ from: sender, to, date, timeZone, publicUrl, idKey });
  const topicNames = new Map(catalogue.topics.map(topic => [topic.id, topic.name]));
  return {
    store,
    clock,
    catalogue,
    network,
    keep,
    timeZone: config.timeZone,
    envelopeFrom: paths?.sign ?? (() => config.mailFrom.address),
    sign: await openSigner(config),
    operatorMail: (incidents, to, date) => operatorMail(incidents, toOperator(to, date)),
    previewMail: (preview, to, date) => previewMail(preview, toOperator(to, date)),
    summaryMail: (week, to, date) => summaryMail(week, toOperator(to, date)),
    letter: (letter, email) => {
      const { num, kind, expiresAt, subscriber } = letter;
      const { unsubscribe, preferences, ...pages } = links;
      return writeLetter(
        { num, kind, expiresAt },
        {
          email,
          // What came of mail to another address says nothing of the subscriber.
          envelopeFrom:
            letter.address === null && paths ? paths.sign(subscriber, LETTER_DAY) : config.mailFrom.address,
          date: letter.createdAt,
          links: {
            confirm: pages.confirm(subscriber, num),
            account: pages.account(subscriber, num),
            preferences: preferences(subscriber),
            unsubscribe: unsubscribe(subscriber),
            home: pages.home,
          },
        },
      );
    },
    links: (subscriber, edition, learnOpened) =>
      mailLinks(config.publicUrl, tokens, subscriber, edition, learnOpened),
    openMail: (edition, papers) =>
      renderer.edition({
        edition,
        from: sender,
        replyTo: config.mailReplyTo?.address ?? null,
        listId: config.listId,
        listName,
        postalAddress: config.postalAddress,
        papers: papers.paper,
        topicName: id => topicNames.get(id) ?? id,
        explain: papers.explain,
        idKey,
      }),
  };
}

/** Does its work at the first call only. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}
