/** Builds the functions' zips and the job before every `serverless package` and `serverless deploy`. */
export default class BuildBeforePackaging {
  hooks = {
    'before:package:initialize': async () => {
      // The framework loads plugins with require, which takes no module that awaits; build.ts does.
      const { build } = await import('./build.ts');
      await build();
    },
  };
}
