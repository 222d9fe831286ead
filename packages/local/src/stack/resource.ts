import type { LocalConfig } from '../config.ts';
import type { Roles } from '../iam/roles.ts';
import type { Call, CallOptions } from '../service.ts';
import type { Artifacts } from './artifacts.ts';
import type { Json, JsonObject } from './json.ts';
import type { Properties } from './properties.ts';

/** What of the account's roles the loader needs: IAM has no API here, so roles are put where IAM looks. */
export type RoleRegistry = Pick<Roles, 'get' | 'put' | 'delete' | 'list' | 'putManaged' | 'deleteManaged'>;

/** What exists: `physicalId` is what Ref gives, `attributes` what Fn::GetAtt gives. */
export interface Made {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A made resource as the stack remembers it across restarts, with the properties that were applied. */
export interface MadeResource extends Made {
  readonly type: string;
  readonly properties: JsonObject;
  /** Of the template that made it. */
  readonly deletionPolicy?: string;
}

/** What a resource module may use. */
export interface ResourceContext {
  readonly config: Pick<LocalConfig, 'accountId' | 'region'>;
  readonly call: Call;
  /** The stack is made by the account's owner. */
  readonly owner: CallOptions;
  readonly roles: RoleRegistry;
  readonly artifacts: Artifacts;
  /** What an earlier load made of this logical id. */
  readonly previous?: MadeResource;
  /** The name of a resource that the template leaves unnamed. */
  readonly nameUpTo: (maxLength: number) => string;
  /** `count` hex digits that are this logical id's own. */
  readonly digits: (count: number) => string;
}

/** Which of a type's properties matter here. One that is in neither table is refused. */
export interface KnownProperties {
  readonly applied: readonly string[];
  /** Property → why it has no local effect. */
  readonly inert: Readonly<Record<string, string>>;
}

/**
 * How one resource type is made real. The loader calls `find`; then `create` when nothing was found, or
 * `update` when what was found was made of other properties. A type without `find` is created on every load,
 * so its `create` may be repeated.
 */
export interface ResourceModule {
  readonly known: KnownProperties;
  find?(properties: Properties, context: ResourceContext): Promise<Made | undefined>;
  create(properties: Properties, context: ResourceContext): Promise<Made>;
  update?(properties: Properties, context: ResourceContext, found: Made): Promise<Made>;
  /** Undoes it; what is gone already is no error. */
  remove?(previous: MadeResource, context: ResourceContext): Promise<void>;
  /** Whether it may hold what nobody wants to lose by leaving it out of a template. */
  readonly holdsData?: boolean;
  /** The properties as compared with the previous load's, where they alone do not tell a change. */
  compared?(properties: Properties, context: ResourceContext): JsonObject | Promise<JsonObject>;
}

/** The answer of a call, or undefined when it is refused with one of these error codes. */
export async function unless<T>(codes: readonly string[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && codes.includes(error.name)) return undefined;
    throw error;
  }
}

/** A policy document as the services take it. */
export const policyText = (document: Json): string =>
  typeof document === 'string' ? document : JSON.stringify(document);

/** A member that an answer of AWS always has; its absence is a fault of the local service. */
export function given<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new Error(`the answer has no ${what}`);
}
