import { referencesIn } from './references.ts';
import { StackError } from './stack-error.ts';
import type { TemplateResource } from './template.ts';

/**
 * The order in which resources can be made: each level needs only the levels before it, so the members of
 * one may be made at the same time. `resources` are those of the stack, `leftOut` those that a condition
 * leaves out. A cycle is an error that names its members.
 */
export function levelsOf(
  resources: ReadonlyMap<string, TemplateResource>,
  leftOut: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const needs = new Map<string, ReadonlySet<string>>();
  for (const [logicalId, resource] of resources)
    needs.set(logicalId, needsOf(logicalId, resource, resources, leftOut));

  const levels: string[][] = [];
  const done = new Set<string>();
  while (done.size < needs.size) {
    const level = [...needs.keys()].filter(
      (logicalId) =>
        !done.has(logicalId) && [...(needs.get(logicalId) ?? [])].every((need) => done.has(need)),
    );
    if (level.length === 0) throw cycleError(needs, done);
    for (const logicalId of level) done.add(logicalId);
    levels.push(level);
  }
  return levels;
}

function needsOf(
  logicalId: string,
  resource: TemplateResource,
  resources: ReadonlyMap<string, TemplateResource>,
  leftOut: ReadonlySet<string>,
): ReadonlySet<string> {
  const needs = new Set([...referencesIn(resource.properties)].filter((name) => resources.has(name)));
  for (const name of resource.dependsOn) {
    if (resources.has(name)) needs.add(name);
    else if (!leftOut.has(name)) {
      throw new StackError(`${logicalId}.DependsOn`, `there is no resource ${name} in this template`);
    }
  }
  return needs;
}

/** Whatever is not done needs something that is not done: following that leads round a cycle. */
function cycleError(needs: ReadonlyMap<string, ReadonlySet<string>>, done: ReadonlySet<string>): StackError {
  const walked: string[] = [];
  let at = [...needs.keys()].find((logicalId) => !done.has(logicalId));
  while (at !== undefined && !walked.includes(at)) {
    walked.push(at);
    at = [...(needs.get(at) ?? [])].find((need) => !done.has(need));
  }
  const cycle = at === undefined ? walked : [...walked.slice(walked.indexOf(at)), at];
  return new StackError(
    cycle[0] ?? 'Resources',
    `resources need each other in a circle: ${cycle.join(' → ')}`,
  );
}
