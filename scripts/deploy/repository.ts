import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import type { Target } from './target.ts';

/** The URI of a repository; undefined where it is not there. */
export async function findRepository({ ecr }: Target, name: string): Promise<string | undefined> {
  try {
    const { repositories: [repository] = [] } = await ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: [name] }),
    );
    return repository?.repositoryUri;
  } catch (error) {
    if ((error as Error).name === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
}

/** The digest of a repository's image by its tag; undefined where it is not there. */
export async function findDigest(
  { ecr }: Target,
  repositoryName: string,
  imageTag: string,
): Promise<string | undefined> {
  try {
    const { imageDetails: [image] = [] } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
    );
    return image?.imageDigest;
  } catch (error) {
    if ((error as Error).name === 'ImageNotFoundException') return undefined;
    throw error;
  }
}

/** The password of the user AWS, good for twelve hours. */
export async function registryPassword({ ecr }: Target): Promise<string> {
  const { authorizationData: [data] = [] } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const text = Buffer.from(data?.authorizationToken ?? '', 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}
