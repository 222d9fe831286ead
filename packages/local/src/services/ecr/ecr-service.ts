import type { Clock } from '../../clock.ts';
import type { LocalConfig } from '../../config.ts';
import type { Service } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { createRepository } from './operations/create-repository.ts';
import { deleteRepository } from './operations/delete-repository.ts';
import { describeRepositories } from './operations/describe-repositories.ts';
import { Repositories } from './repositories.ts';

export interface EcrOptions {
  readonly config: LocalConfig;
  readonly clock: Clock;
  readonly store: Store;
}

/** Elastic Container Registry, as far as `serverless deploy` and `serverless remove` ask it: which repositories there are. */
export function ecrService({ clock, config, store }: EcrOptions): Service {
  const repositories = new Repositories(store, config);
  return {
    name: 'ecr',
    operations: {
      CreateRepository: createRepository(repositories, clock),
      DeleteRepository: deleteRepository(repositories),
      DescribeRepositories: describeRepositories(repositories),
    },
  };
}
