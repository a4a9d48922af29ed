import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Connection } from './guard.ts';
import type { HandOver } from './hand-over.ts';
import type { StudioParts } from './studio.ts';
import type { StudioViews } from './views.ts';

export type StudioPages = Hono<{ Bindings: Connection }>;
export type StudioContext = Context<{ Bindings: Connection }>;

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
