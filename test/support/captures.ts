import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/snapshots/', import.meta.url);

/** Path of a real capture that the tests bring along. */
export function capturePath(name: string): string {
  return new URL(name, FOLDER).pathname;
}

export function capture(name: string): Uint8Array {
  return readFileSync(new URL(name, FOLDER));
}

/** The five text captures, oldest capture first; the undated one came last but one. */
export const FIVE_CAPTURES = [
  'capture-2025-03-14.txt',
  'capture-2025-08-11.txt',
  'capture-2025-09-16.txt',
  'capture-undated.txt',
  'capture-2026-06-02.txt',
] as const;

export function captureNames(): string[] {
  return readdirSync(FOLDER);
}
