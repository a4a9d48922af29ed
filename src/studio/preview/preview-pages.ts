import type { Room, StudioPages } from '../room.ts';

/** Any mail, for anyone, on any day. Nothing is changed here. */
export function previewPages(_pages: StudioPages, _room: Room): void {}
