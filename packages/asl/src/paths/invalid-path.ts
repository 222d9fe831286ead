/** A path that does not parse; `message` says where. */
export class InvalidPath extends Error {}
