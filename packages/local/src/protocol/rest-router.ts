import type { OperationModel } from './service-model.ts';

interface Route {
  readonly operation: OperationModel;
  readonly segments: readonly string[];
  /** Constants of the template's query, for example `List=ALL`. */
  readonly constants: readonly (readonly [string, string])[];
}

/** An operation and its path's labels, decoded. */
export interface RouteMatch {
  readonly operation: OperationModel;
  readonly labels: ReadonlyMap<string, string>;
}

export type RestRouter = (method: string, path: string, query: URLSearchParams) => RouteMatch | undefined;

/**
 * Finds the operation of a request by its URI template, `/tags/{Resource}`. Constants beat labels, and a
 * template with a query constant beats one without. https://smithy.io/2.0/spec/http-bindings.html
 */
export function restRouter(operations: Iterable<OperationModel>): RestRouter {
  const routes = new Map<string, Route[]>();
  for (const operation of operations) {
    if (operation.http === undefined) continue;
    const [path = '', query = ''] = operation.http.uri.split('?');
    const segments = segmentsOf(path);
    const key = `${operation.http.method} ${segments.length}`;
    const route = { operation, segments, constants: [...new URLSearchParams(query)] };
    routes.set(key, [...(routes.get(key) ?? []), route]);
  }
  for (const list of routes.values()) list.sort((a, b) => specificity(b) - specificity(a));

  return (method, path, query) => {
    const segments = segmentsOf(path);
    const route = routes
      .get(`${method} ${segments.length}`)
      ?.find((candidate) => fits(candidate, segments, query));
    if (route === undefined) return undefined;
    const labels = new Map<string, string>();
    for (const [index, segment] of route.segments.entries()) {
      if (isLabel(segment)) labels.set(segment.slice(1, -1), decodeURIComponent(segments[index] ?? ''));
    }
    return { operation: route.operation, labels };
  };
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');

const isLabel = (segment: string) => segment.startsWith('{');

const specificity = ({ segments, constants }: Route) =>
  constants.length + segments.filter((segment) => !isLabel(segment)).length;

const fits = (route: Route, segments: readonly string[], query: URLSearchParams) =>
  route.segments.every((segment, index) => isLabel(segment) || segment === segments[index]) &&
  route.constants.every(([name, value]) => query.get(name) === value);
