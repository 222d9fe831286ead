/** Tests are ES modules; @swc/jest strips the types. Run with NODE_OPTIONS=--experimental-vm-modules (scripts/test.ts does). */
export default {
  testEnvironment: 'node',
  // On a machine that others use too: what hangs still ends.
  testTimeout: 60_000,
  roots: ['<rootDir>/packages', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
