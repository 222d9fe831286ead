import { CommandFailure } from '../workflow-client/command-failure.ts';
import { askTool, runTool } from './run-tool.ts';
import type { Target } from './target.ts';

const optionsOf = ({ stage, region }: Target, params: readonly string[]) => [
  '--stage',
  stage,
  '--region',
  region,
  ...params.flatMap((param) => ['--param', param]),
];

/** Builds and packages. @throws CommandFailure with the framework's words */
export async function packageStage(target: Target, params: readonly string[]): Promise<void> {
  const { serverless, folder } = target;
  const { code, output } = await askTool(serverless, ['package', ...optionsOf(target, params)], {
    cwd: folder,
  });
  if (code !== 0) throw new CommandFailure(`serverless package failed:\n${output}`);
}

/** Deploys, in the framework's words. @throws CommandFailure when it fails */
export const deployStage = (target: Target, params: readonly string[]): Promise<void> =>
  runTool(target.serverless, ['deploy', ...optionsOf(target, params)], target.folder);

/** Removes the stack, in the framework's words. @throws CommandFailure when it fails */
export const removeStage = (target: Target): Promise<void> =>
  runTool(target.serverless, ['remove', ...optionsOf(target, [])], target.folder);
