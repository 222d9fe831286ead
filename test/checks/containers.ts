import { ofType } from '../packaged-template.ts';
import type { Check } from './check.ts';
import type { Statement } from './policies.ts';

/** Jobs cannot change their image, their images are scanned, and their security group lets nobody in. */
export const containers: Check = {
  name: 'containers',
  findings: (template) => [
    ...ofType(template, 'AWS::Batch::JobDefinition').flatMap(([id, { Properties }]) => {
      const container = Properties['ContainerProperties'] as Statement;
      return [
        ...(container['ReadonlyRootFilesystem'] === true ? [] : [`${id}: may write into its image`]),
        ...(container['Privileged'] === true ? [`${id}: is privileged`] : []),
        ...(Properties['Timeout'] === undefined ? [`${id}: may run for ever`] : []),
      ];
    }),
    ...ofType(template, 'AWS::ECR::Repository').flatMap(([id, { Properties }]) => {
      const { ScanOnPush } = (Properties['ImageScanningConfiguration'] ?? {}) as Statement;
      return [
        ...(ScanOnPush === true ? [] : [`${id}: its images are not scanned`]),
        ...(Properties['ImageTagMutability'] === 'IMMUTABLE' ? [] : [`${id}: its tags can be moved`]),
      ];
    }),
    ...ofType(template, 'AWS::EC2::SecurityGroup')
      .filter(([, { Properties }]) => Properties['SecurityGroupIngress'] !== undefined)
      .map(([id]) => `${id}: lets somebody in`),
  ],
};
