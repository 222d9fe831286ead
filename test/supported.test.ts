import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { SUPPORTED_PAGE, supportedPage } from '../scripts/supported.ts';

it('docs/supported.md says what the code supports (node scripts/supported.ts writes it)', async () => {
  expect(readFileSync(SUPPORTED_PAGE, 'utf8')).toBe(await supportedPage());
}, 30_000);
