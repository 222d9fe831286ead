/** A command cannot do what it was asked; the message says why and what to do. */
export class CommandFailure extends Error {}

/** Runs a command: its number is the exit code; a CommandFailure or an unreachable endpoint is one line on stderr. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = 2;
    console.error(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandFailure) return error.message;
  if ('code' in error && error.code === 'ECONNREFUSED') {
    const { address, port } = error as { address?: string; port?: number };
    const where = address === undefined ? 'at the local endpoint' : `at ${address}:${port}`;
    return `nothing answers ${where}; start it with: pnpm local, or set AWS_ENDPOINT_URL to where it is`;
  }
  if (error.name === 'ExecutionDoesNotExist') {
    return `${error.message}; see which there are with: pnpm execution list <workflow>`;
  }
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return 'no AWS credentials; sign in as for the AWS CLI (aws configure, aws sso login), or use --stage local';
  }
  return `${error.name}: ${error.message}`;
}
