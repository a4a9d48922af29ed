import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Connection } from './guard.ts';
import type { HandOver } from './hand-over.ts';
import type { StudioParts } from './studio.ts';
import type { StudioViews } from './views.ts';

/** `version`: of the files when the page was asked for. What comes while it is made may not be in it. */
export type StudioEnv = { Bindings: Connection; Variables: { version: number } };
export type StudioPages = Hono<StudioEnv>;
export type StudioContext = Context<StudioEnv>;

/** Answers with a page: `templates/studio/<name>.hbs`, filled. */
export type ShowStudio = <Name extends keyof StudioViews>(
  c: StudioContext,
  name: Name,
  view: StudioViews[Name],
  status?: ContentfulStatusCode,
) => Promise<Response>;

/** What the pages of one room are made with: `previewPages(pages, room)` and the like register them. */
export interface Room {
  parts: StudioParts;
  show: ShowStudio;
  handOver: HandOver;
}
