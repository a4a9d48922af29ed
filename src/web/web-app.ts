import type { Context, Hono } from 'hono';

/** The web pages as one function, with or without a port in front of it. */
export interface WebApp {
  fetch: (request: Request) => Response | Promise<Response>;
}

/** What travels with a request. */
export interface PageEnv {
  Variables: {
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
