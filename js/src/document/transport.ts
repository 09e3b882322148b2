/** One way on which a document is kept in step with other pages; several may be up at once, and overlap is harmless. */

export type TransportState = "absent" | "connecting" | "live" | "offline" | "read-only" | "refused" | "local";

export interface Transport {
  readonly state: TransportState;
  /** Why the other side refused, empty otherwise. */
  readonly why: string;
  /** False after the file could not be written, until it is. */
  readonly isSaved: boolean;
  /** How many of this page's edits the other side has for certain. */
  readonly proven: number;
  /** Ask for the file to be written now. */
  save(): void;
  destroy(): void;
}
