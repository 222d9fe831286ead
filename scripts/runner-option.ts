import { Option } from 'commander';

/** `--runner`: the same for every command that starts a local AWS. */
export const runnerOption = () =>
  new Option(
    '--runner <kind>',
    "how jobs run: as processes of their image's program, or in containers of Docker",
  )
    .choices(['process', 'docker'])
    .default('process');
