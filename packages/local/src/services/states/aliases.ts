import type { RoutingConfigurationListItem } from '@aws-sdk/client-sfn';
import type { Records, Store } from '../../store/store.ts';
import { referencedResourceNotFound, serviceQuotaExceeded } from './errors.ts';

/** A name for one or two versions of a state machine. Times in ms since 1970. */
export interface AliasRecord {
  readonly stateMachineAliasArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly description?: string;
  readonly routes: readonly Route[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** `weight` in per cent of the executions that are started; an alias's weights add up to 100. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_ALIASES = 100;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html */
export class Aliases {
  readonly #aliases: Records<AliasRecord>;

  constructor(store: Store) {
    this.#aliases = store.records('states.alias');
  }

  /** @throws ResourceNotFound */
  get(arn: string): AliasRecord {
    const alias = this.find(arn);
    if (alias === undefined) throw referencedResourceNotFound(arn);
    return alias;
  }

  find(arn: string): AliasRecord | undefined {
    return this.#aliases.get(arn);
  }

  /** The oldest first. */
  of(stateMachineArn: string): AliasRecord[] {
    return [...this.#aliases.entries()]
      .map(([, alias]) => alias)
      .filter((alias) => alias.stateMachineArn === stateMachineArn)
      .sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
  }

  /** The aliases that lead to a version. */
  leadingTo(versionArn: string, stateMachineArn: string): AliasRecord[] {
    return this.of(stateMachineArn).filter(({ routes }) =>
      routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === versionArn),
    );
  }

  /** @throws ServiceQuotaExceededException */
  put(alias: AliasRecord): void {
    const isNew = this.find(alias.stateMachineAliasArn) === undefined;
    if (isNew && this.of(alias.stateMachineArn).length >= MOST_ALIASES) {
      throw serviceQuotaExceeded(
        `A state machine cannot have more than ${MOST_ALIASES} aliases: delete some of '${alias.stateMachineArn}'`,
      );
    }
    this.#aliases.put(alias.stateMachineAliasArn, alias);
  }

  delete(arn: string): void {
    this.#aliases.delete(arn);
  }
}

/** A routing configuration as a request gives it; its members are there, for requests are checked. */
export const routesOf = (given: readonly RoutingConfigurationListItem[]): Route[] =>
  given.map(({ stateMachineVersionArn = '', weight = 0 }) => ({ stateMachineVersionArn, weight }));
