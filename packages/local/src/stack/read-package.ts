import type { Artifacts } from './artifacts.ts';
import { readPackageState } from './artifacts.ts';
import type { Template } from './template.ts';
import { readTemplate } from './template.ts';

/** All that `serverless package` left in a service's folder: what a deploy would upload. */
export interface ServicePackage {
  readonly stackName: string;
  readonly template: Template;
  readonly templateText: string;
  readonly artifacts: Artifacts;
}

/** Reads a packaged service. Throws a StackError that says what to run when it was not packaged. */
export const readPackage = (serviceDir: string): ServicePackage => ({
  ...readTemplate(serviceDir),
  ...readPackageState(serviceDir),
});
