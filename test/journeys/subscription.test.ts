import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { CHROMIUM, openBrowser } from '../support/browser.ts';
import { DATABASES } from '../support/databases.ts';
import { openService, type Service } from '../support/service.ts';
import { liveOneSubscription } from './one-subscription.ts';

describe.runIf(CHROMIUM)('a subscription', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it.each(DATABASES)('from the first page to the last, on $name', async database => {
    const service: Service = await openService({ database, start: '2026-06-01T08:00:00Z' });
    try {
      await liveOneSubscription(service, browser, { timeZone: 'Europe/Berlin' });
    } finally {
      await service.dispose();
    }
  });
});
