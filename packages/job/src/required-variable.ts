/** A variable that the template sets; an empty value counts as a mistake there. */
export function requiredVariable(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new Error(`the environment variable ${name} is not set: give it to the function in serverless.yml`);
  }
  return value;
}
