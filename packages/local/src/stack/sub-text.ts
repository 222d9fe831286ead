const PLACEHOLDER = /\$\{(!?)([^{}]*)\}/g;

/** The names that a Fn::Sub text asks for, such as `AWS::Region`, `Queue` and `Queue.Arn`. */
export const namesInSub = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(([, literal, name]) =>
    literal === '' && name !== undefined ? [name.trim()] : [],
  );

/** Fills a Fn::Sub text; `${!Name}` becomes the literal `${Name}`. */
export const fillSub = (text: string, fill: (name: string) => string): string =>
  text.replace(PLACEHOLDER, (_, literal: string, name: string) =>
    literal === '' ? fill(name.trim()) : `\${${name}}`,
  );

/** `Queue.Arn` as its logical id and attribute; an attribute may itself have dots. */
export function splitAttribute(name: string): { logicalId: string; attribute?: string } {
  const dot = name.indexOf('.');
  return dot < 0 ? { logicalId: name } : { logicalId: name.slice(0, dot), attribute: name.slice(dot + 1) };
}
