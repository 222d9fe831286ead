import type { CreateRepositoryRequest, CreateRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Clock } from '../../../clock.ts';
import type { Operation } from '../../../service.ts';
import type { Repositories } from '../repositories.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const createRepository = (
  repositories: Repositories,
  clock: Clock,
): Operation<CreateRepositoryRequest, CreateRepositoryResponse> => ({
  authorize: ({ repositoryName }) => ({ resources: [repositories.arn(repositoryName)] }),
  run: ({ repositoryName = '' }) => {
    const created = repositories.create({ name: repositoryName, createdAt: clock.now() });
    return { repository: repositories.shown(created) };
  },
});
