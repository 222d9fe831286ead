import type { DeleteRepositoryRequest, DeleteRepositoryResponse } from '@aws-sdk/client-ecr';
import type { Operation } from '../../../service.ts';
import type { Repositories } from '../repositories.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html */
export const deleteRepository = (
  repositories: Repositories,
): Operation<DeleteRepositoryRequest, DeleteRepositoryResponse> => ({
  authorize: ({ repositoryName }) => ({ resources: [repositories.arn(repositoryName)] }),
  run: ({ repositoryName }) => {
    const repository = repositories.get(repositoryName);
    repositories.delete(repository);
    return { repository: repositories.shown(repository) };
  },
});
