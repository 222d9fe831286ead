/** Where `pnpm local` listens, unless the environment says otherwise; it is asked each 200 ms how far a deploy is. */
const LOCAL = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  SLS_AWS_MONITORING_FREQUENCY: '200',
};

/**
 * Builds the functions' zips and the job before every `serverless package` and `serverless deploy`. The stage
 * `local` is never AWS: its commands go to the local AWS.
 */
export default class BuildBeforePackaging {
  constructor(serverless, { stage = serverless.service.provider.stage }) {
    if (stage !== 'local') return;
    for (const [name, value] of Object.entries(LOCAL)) process.env[name] ??= value;
  }

  hooks = {
    'before:package:initialize': async () => {
      // The framework loads plugins with require, which takes no module that awaits; build.ts does.
      const { build } = await import('./build.ts');
      await build();
    },
  };
}
