import type { Context, Hono } from 'hono';
import type { Theme } from '../render/theme.ts';

/** The web pages as one function, with or without a port in front of it. */
export interface WebApp {
  fetch: (request: Request, env?: Connection) => Response | Promise<Response>;
}

/** The connection that a request came by; nothing where there is no port in front. */
export interface Connection {
  incoming?: { socket?: { remoteAddress?: string | undefined } };
}

/** What travels with a request. */
export interface PageEnv {
  Bindings: Connection;
  Variables: {
    /** Address of whoever asks; empty when there is no connection. Never stored, never logged. */
    client: string;
    /** Its path holds a token: nobody is to store or find the page. */
    personal: boolean;
    /** What was posted. */
    body: Uint8Array<ArrayBuffer>;
  };
}

export type Pages = Hono<PageEnv>;
export type PageContext = Context<PageEnv>;

/** Told of what went wrong inside; tokens are left out of `path`. */
export type OnWebError = (error: unknown, request: { method: string; path: string }) => void;

/** What the pages tell to whoever serves them. */
export interface WebHooks {
  onError?: OnWebError;
  onAsked?: () => void;
  /** Told, in words without addresses, of what the operator did. */
  onOperator?: (did: string) => void;
  /** True when this process is better started anew. */
  standsStill?: () => boolean;
  /** Another look than that of the mails. */
  theme?: Theme;
}
