import { UserError } from '../errors.ts';
import type { Proxies } from '../ingest/sources/proxies.ts';
import { type Secret, secret } from './secret.ts';
import type { Given } from './setting.ts';

/**
 * The proxies that the environment names, as other programs read them: `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in small
 * letters, too, which win. Throws a UserError for one that cannot be used, without naming it: it may hold a password.
 */
export function readProxies(env: Given): Proxies {
  const none = textOf(env, 'NO_PROXY') ?? '';
  return {
    http: proxyIn(env, 'HTTP_PROXY'),
    https: proxyIn(env, 'HTTPS_PROXY'),
    none: none.split(/[\s,]+/).filter(item => item !== ''),
  };
}

function proxyIn(env: Given, key: string): Secret | null {
  const text = textOf(env, key);
  if (text === null) return null;
  const address = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return secret(address);
  throw new UserError(
    `${key} is not usable: expected the address of a proxy, as http://host:3128. Correct it, or unset it.`,
  );
}

function textOf(env: Given, key: string): string | null {
  return env[key.toLowerCase()]?.trim() || env[key]?.trim() || null;
}
