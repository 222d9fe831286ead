#!/usr/bin/env node
/** Writes docs/supported.md from what the code itself knows; a test compares the two. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportedLanguage } from '@batch-workflows/asl';
import { startLocalAws } from '@batch-workflows/local';
import { supported } from '@batch-workflows/local/supported';
import { ROOT } from './package-app.ts';

export const SUPPORTED_PAGE = join(ROOT, 'docs/supported.md');

export async function supportedPage(): Promise<string> {
  const aws = await startLocalAws({ port: 0, log: () => {} });
  const operations = aws.operations;
  await aws.stop();
  const { queryLanguages, stateTypes, intrinsics, choiceOperators } = supportedLanguage;
  const { filterOperators, jsonataFunctions } = supportedLanguage;
  return [
    '# What the local run supports',
    'Made by `node scripts/supported.ts` from the registries that the code itself uses; a test keeps it so.',
    '## Amazon States Language',
    `Query languages: ${queryLanguages.join(', ')}.`,
    `State types: ${stateTypes.join(', ')}.`,
    `Intrinsic functions: ${codes(intrinsics)}.`,
    `JSONPath: members, indexes, slices, wildcards, descendants, \`[(@.length-1)]\`, filters with ${codes(filterOperators)}.`,
    `JSONata's functions but \`$eval\`, and ${codes(jsonataFunctions.map((name) => `$${name}`))}.`,
    `Choice operators (comparisons also with \`Path\`, but for StringMatches): ${codes(choiceOperators)}.`,
    '## Service integrations',
    [
      '| integration | patterns |',
      '|---|---|',
      "| a function's ARN | requestResponse |",
      "| an activity's ARN | |",
      ...supported.integrations.map(({ name, patterns }) => `| \`${name}\` | ${patterns.join(', ')} |`),
      ...supported.awsSdkServices.map(
        (name) => `| \`aws-sdk:${name}:*\` | requestResponse, waitForTaskToken |`,
      ),
    ].join('\n'),
    "A definition may name AWS's other integrations too. A task that comes to one fails with `<Service>.SdkClientException`, unless the mock configuration answers it.",
    '## Operations',
    "SQS, SNS and S3 are fauxqs': the operations of theirs that it lacks are refused as such. The others:",
    ['states', 'batch', 'lambda', 'logs', 'cloudformation', 'ecr', 'sts']
      .map((name) => `- **${name}**: ${(operations.get(name as 'states') ?? []).join(', ')}`)
      .join('\n'),
    '## CloudFormation resource types',
    `Made real: ${codes(supported.resourceTypes)}.`,
    'Accepted without local effect:',
    supported.inertResourceTypes.map(({ type, reason }) => `- \`${type}\`: ${reason}`).join('\n'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

if (import.meta.main) writeFileSync(SUPPORTED_PAGE, await supportedPage());
