/** What became of one resource while a stack was loaded or removed. */
export interface ResourceNote {
  readonly logicalId: string;
  readonly type: string;
  /** Absent where it could not be made. */
  readonly physicalId?: string;
  /** `left` is what may hold data and stays, `failed` what could not be made or changed. */
  readonly outcome: 'created' | 'updated' | 'removed' | 'left' | 'failed' | 'not removed';
  /** Whether it was there before. */
  readonly existed: boolean;
  readonly reason?: string;
}

export type Note = (note: ResourceNote) => void;

/** A note as a line for a person. */
export function noteLine({ outcome, type, logicalId, physicalId, reason }: ResourceNote): string {
  const what = `${outcome} ${type} ${logicalId}${physicalId === undefined ? '' : `: ${physicalId}`}`;
  if (outcome === 'failed' || outcome === 'not removed') return `${what}: ${reason}`;
  return outcome === 'removed' || outcome === 'left' ? `${what}, which the template no longer has` : what;
}
