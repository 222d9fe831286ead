import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { StackError } from './stack-error.ts';
import { readPackagedJson } from './template.ts';

const STATE_FILE = '.serverless/serverless-state.json';

/** Where a template says that a function's zip is. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** A function's zip, by the function's physical name and the place that the template gives. */
export type Artifacts = (functionName: string, place: S3Place) => Promise<Buffer>;

/** What the packaging tool knows and the template does not say. */
export interface PackageState {
  readonly stackName: string;
  readonly artifacts: Artifacts;
}

/** Reads `serverless-state.json`: the stack's name, and where each function's zip is. */
export function readPackageState(serviceDir: string): PackageState {
  const service = object(object(readPackagedJson(serviceDir, STATE_FILE))['service']);
  const provider = object(service['provider']);
  const functions = Object.values(object(service['functions'])).map(object);
  return {
    stackName: String(provider['stackName'] ?? `${service['service']}-${provider['stage']}`),
    artifacts: async (functionName) => {
      const found = functions.find((candidate) => candidate['name'] === functionName);
      const artifact = object(found?.['package'])['artifact'];
      if (typeof artifact !== 'string') {
        throw new StackError(
          functionName,
          `${STATE_FILE} has no zip for it; give the function package.artifact in serverless.yml`,
        );
      }
      return readZip(functionName, resolve(serviceDir, artifact));
    },
  };
}

function readZip(functionName: string, path: string): Buffer {
  if (existsSync(path)) return readFileSync(path);
  throw new StackError(functionName, `its zip ${path} does not exist; run pnpm package --stage local first`);
}

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
