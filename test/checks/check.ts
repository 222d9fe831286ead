import type { Template } from '../packaged-template.ts';

/** One check of a packaged template. */
export interface Check {
  readonly name: string;
  /** What is wrong, a line each, beginning with the place; nothing where all is well. */
  findings(template: Template): readonly string[];
}
