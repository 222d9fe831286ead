import type { LocalConfig } from '../../config.ts';
import { AwsError } from '../../errors.ts';
import type { Records, Store } from '../../store/store.ts';

/** A repository as it is remembered; `createdAt` in ms since 1970. */
export interface RepositoryRecord {
  readonly name: string;
  readonly createdAt: number;
}

/** The account's image repositories: their names. No image is kept here, jobs run the programs that images hold. */
export class Repositories {
  readonly #records: Records<RepositoryRecord>;
  readonly #config: LocalConfig;

  constructor(store: Store, config: LocalConfig) {
    this.#records = store.records('ecr.repository');
    this.#config = config;
  }

  /** @throws RepositoryNotFoundException */
  get(name = ''): RepositoryRecord {
    const found = this.#records.get(name);
    if (found !== undefined) return found;
    const registry = `the registry with id '${this.#config.accountId}'`;
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in ${registry}`,
    );
  }

  /** @throws RepositoryAlreadyExistsException */
  create(record: RepositoryRecord): RepositoryRecord {
    const { name } = record;
    if (this.#records.get(name) !== undefined)
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${this.#config.accountId}'`,
      );
    this.#records.put(name, record);
    return record;
  }

  delete({ name }: RepositoryRecord): void {
    this.#records.delete(name);
  }

  all(): RepositoryRecord[] {
    return [...this.#records.entries()]
      .map(([, record]) => record)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  arn(name = '*'): string {
    return `arn:aws:ecr:${this.#config.region}:${this.#config.accountId}:repository/${name}`;
  }

  /** As the API gives it. */
  shown({ name, createdAt }: RepositoryRecord) {
    const { accountId, region } = this.#config;
    return {
      repositoryArn: this.arn(name),
      registryId: accountId,
      repositoryName: name,
      repositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
      createdAt: new Date(createdAt),
    };
  }
}
