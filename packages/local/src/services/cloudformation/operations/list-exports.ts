import type { ListExportsInput, ListExportsOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service.ts';
import type { CloudFormationParts } from '../cloudformation-parts.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export const listExports = ({
  stacks,
}: CloudFormationParts): Operation<ListExportsInput, ListExportsOutput> => ({
  run: () => ({
    Exports: stacks
      .all()
      .flatMap(({ stackId, outputs }) =>
        outputs.flatMap(({ ExportName: Name, OutputValue: Value }) =>
          Name === undefined ? [] : [{ ExportingStackId: stackId, Name, Value }],
        ),
      ),
  }),
});
