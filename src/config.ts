import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { readProxies } from './config/proxies.ts';
import { type Given, type Section, type Setting, textOf } from './config/setting.ts';
import { settings } from './config/settings.ts';
import { isLocalUrl } from './config/shapes.ts';
import { explain, explainMissing } from './config/words.ts';
import { UserError } from './errors.ts';
import type { Proxies } from './ingest/sources/proxies.ts';
import { nearest } from './model/nearest.ts';

type Settings = ReturnType<typeof settings>;
type Field = keyof Settings;

/** The whole configuration, parsed: paths absolute, secrets wrapped, null for what is not set. */
export type Config = { [F in Field]: z.output<Settings[F]['schema']> };

/** The settings of some sections of it. */
export type ConfigOf<Needs extends Section> = Pick<
  Config,
  { [F in Field]: Settings[F]['section'] extends Needs ? F : never }[Field]
>;

export interface ConfigInput<Needs extends Section> {
  /** Environment variables; those of this process by default. */
  env?: Given;
  /** Working directory: `.env` is read there and relative paths start there. */
  cwd?: string;
  /** Sections to read; a mistake in any other one does not matter. All by default. */
  needs?: readonly Needs[];
}

/**
 * Reads the settings of the sections in `needs` from the environment and from `.env`; the
 * environment wins, blank counts as not set, unknown variables are ignored.
 *
 * Throws a UserError that lists everything wrong in these sections, without any secret.
 */
export function loadConfig<Needs extends Section = Section>(input: ConfigInput<Needs> = {}): ConfigOf<Needs> {
  const { env = process.env, cwd = process.cwd(), needs } = input;
  const file = join(cwd, '.env');
  const given = withoutBlanks({ ...readEnvFile(file), ...env });
  const wanted = Object.entries<Setting>(settings(cwd)).filter(
    ([, setting]) => needs === undefined || (needs as readonly Section[]).includes(setting.section),
  );

  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [field, setting] of wanted) {
    const text = textOf(setting, given);
    const result = setting.schema.safeParse(text);
    const reason = text === null ? whyNeeded(setting, given) : null;
    if (reason !== null) problems.push(explainMissing(setting, reason));
    else if (result.success) values[field] = result.data;
    else problems.push(explain(setting, text ?? '', result.error.issues[0]?.message ?? 'something else'));
  }

  if (problems.length > 0) {
    const list = problems.map(problem => `  ${problem}`).join('\n');
    throw new UserError(`The configuration is not usable (environment, or ${file}):\n${list}`);
  }
  return values as ConfigOf<Needs>;
}

/** The proxies of the environment. Throws a UserError for one that cannot be used. */
export function loadProxies(env: Given = process.env): Proxies {
  return readProxies(env);
}

const DKIM = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY_FILE'];

function readEnvFile(file: string): Given {
  try {
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new UserError(`${file} cannot be read (${code}): make it a readable text file, or remove it.`);
  }
}

/** Keys of the `.env` in `cwd` that are no setting, each with the setting that may be meant. */
export function strangersInEnvFile(cwd = process.cwd()): { key: string; meant: string | null }[] {
  const known = Object.values<Setting>(settings(cwd)).map(({ key }) => key);
  return Object.keys(readEnvFile(join(cwd, '.env')))
    .filter(key => !known.includes(key))
    .map(key => ({ key, meant: nearest(key, known)[0] ?? null }));
}

function withoutBlanks(given: Given): Given {
  const trimmed = Object.entries(given).map(([key, text]) => [key, text?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, text]) => text));
}

/** Why a setting that is not set has to be; null when it need not. */
function whyNeeded(setting: Setting, given: Given): string | null {
  if (setting.key === 'SECRET_KEY') {
    const local = given.PUBLIC_URL === undefined || isLocalUrl(given.PUBLIC_URL);
    return local ? null : 'PUBLIC_URL is not on localhost';
  }
  if (!DKIM.includes(setting.key)) return null;
  const set = DKIM.find(key => given[key] !== undefined);
  return set === undefined ? null : `${set} is set`;
}
