/** Something wrong in a data file: where, what, and what to do about it. */
export interface Fault {
  readonly file: string;
  /** From 1; 0 when the file as a whole is meant. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
  /** A `warning` is worth mending but does not keep the knowledge from being published. Default `error`. */
  readonly severity?: 'error' | 'warning';
}

/** `file:line  message. remedy` */
export function faultText({ file, line, message, remedy }: Fault): string {
  return `${file}:${line}  ${message}. ${remedy}.`;
}
