import { ASSUMPTIONS, type Assumptions } from '../../scripts/estimate/assumptions.ts';
import { PATTERNS, type Pattern, type PatternName } from '../../scripts/estimate/patterns.ts';
import type { EstimateRequest } from '../../scripts/estimate/request.ts';
import type { StageSettings } from '../../scripts/estimate/stage-settings.ts';

/** What to estimate where a test says no more than what matters to it. */
export const requestFor = (
  settings: StageSettings,
  {
    assumptions = {},
    ...wanted
  }: Partial<Omit<EstimateRequest, 'settings' | 'assumptions'>> & { assumptions?: Partial<Assumptions> },
): EstimateRequest => ({
  settings,
  items: 1,
  batchSize: 1,
  isSpot: false,
  vcpus: 16,
  vcpuBound: 'maxVcpus',
  ...wanted,
  assumptions: { ...ASSUMPTIONS, ...assumptions },
});

export function patternOf(name: PatternName): Pattern {
  const pattern = PATTERNS.find((candidate) => candidate.name === name);
  if (pattern === undefined) throw new Error(`there is no pattern ${name}`);
  return pattern;
}
