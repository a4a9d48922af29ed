import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FIGURES } from './figures.ts';
import { figuresNow, gated, RECORDED_FILE, type Recorded } from './gate.ts';
import { readMaterial } from './labelled.ts';

/** The same code gives the same figures; a change may cost this much, a paper or two of 193. */
const NOISE = 0.015;

const material = readMaterial();
const recorded = JSON.parse(readFileSync(RECORDED_FILE, 'utf8')) as Recorded;

describe.each(gated(material))('matching by $name, on papers nothing was learned from', method => {
  test('is as good as recorded (npm run relevance -- --record, after a gain)', () => {
    const now = figuresNow(material, [method])[method.name];
    const then = recorded[method.name];
    if (!now || !then) throw new Error(`recorded.json has nothing of ${method.name}`);
    for (const figure of FIGURES) expect(now[figure], figure).toBeGreaterThanOrEqual(then[figure] - NOISE);
  }, 120_000);
});
