import type { Fields } from '../definition/fields.ts';
import type { Program } from '../definition/program.ts';
import type { Behaviour } from './state.ts';

/**
 * Compiles a state of one type; what is wrong is told to `fields`.
 * @param transition reads Next or End: the next state's name, undefined at an end
 * @param compileProgram compiles a state machine within the state
 */
export type StateCompiler = (
  fields: Fields,
  transition: () => string | undefined,
  compileProgram: (fields: Fields, part?: 'scope' | 'processor') => Program,
) => Behaviour;
