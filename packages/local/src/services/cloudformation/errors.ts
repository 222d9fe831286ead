import { AwsError } from '../../errors.ts';

/** The errors of the CloudFormation API, in AWS's words. */
export const validation = (message: string) => new AwsError('ValidationError', message);

export const stackDoesNotExist = (nameOrId: string) => validation(`Stack with id ${nameOrId} does not exist`);

export const stackExists = (name: string) =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);

export const resourceDoesNotExist = (logicalId: string, stackName: string) =>
  validation(`Resource ${logicalId} does not exist for stack ${stackName}`);

export const changeSetNotFound = (name: string) =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);

export const changeSetExists = (name: string, stackId: string) =>
  new AwsError(
    'AlreadyExistsException',
    `ChangeSet ${name} cannot be created due to a mismatch with existing attribute or name for stack ${stackId}`,
  );

export const insufficientCapabilities = (capability: string) =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);

export const NO_CHANGES = 'No updates are to be performed.';
