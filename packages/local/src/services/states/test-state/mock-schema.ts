import type { MockResponseValidationMode } from '@aws-sdk/client-sfn';
import type { Json } from '@batch-workflows/asl';
import type { TestedState } from './tested-state.ts';

export function requireModelled(
  _result: Json,
  _tested: TestedState,
  _mode: MockResponseValidationMode = 'STRICT',
): void {}
