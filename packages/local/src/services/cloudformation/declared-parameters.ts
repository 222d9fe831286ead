import type { ParameterDeclaration } from '@aws-sdk/client-cloudformation';
import { isObject } from '../../stack/json.ts';
import type { Template } from '../../stack/template.ts';

/** A template's parameters as it declares them. */
export const declaredParameters = ({ parameters }: Template): ParameterDeclaration[] =>
  Object.entries(parameters).map(([ParameterKey, declared]) => {
    const { Default, Description, NoEcho, Type } = isObject(declared) ? declared : {};
    return {
      ParameterKey,
      ...(Type === undefined ? {} : { ParameterType: String(Type) }),
      ...(Default === undefined ? {} : { DefaultValue: String(Default) }),
      ...(Description === undefined ? {} : { Description: String(Description) }),
      NoEcho: NoEcho === true,
    };
  });
