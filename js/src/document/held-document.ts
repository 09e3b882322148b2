/** A document that somebody else keeps in step, such as JupyterLab's own provider: only watched from here. */
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Transport, TransportState } from "./transport";

/** What the holder of a document gives; the document and the awareness stay his. */
export interface ProvidedDocument {
  /** Made by the very Yjs with which this code was bundled. */
  doc: Y.Doc;
  awareness: Awareness;
  /** How the holder's connection is at this moment. */
  state(): { kind: TransportState; why?: string; isSaved?: boolean };
  /** Call back when that changes; returns what ends it. */
  observeState(callback: () => void): () => void;
  save(): void;
}

/** The holder's connection as one transport among others. */
export class HeldDocument implements Transport {
  proven = 0;
  readonly #provided: ProvidedDocument;
  readonly #edits: () => number;
  readonly #stop: () => void;

  constructor(provided: ProvidedDocument, { edits, onState }: { edits(): number; onState(): void }) {
    this.#provided = provided;
    this.#edits = edits;
    this.#stop = provided.observeState(() => {
      this.settle();
      onState();
    });
  }

  get state(): TransportState {
    return this.#provided.state().kind;
  }

  get why(): string {
    return this.#provided.state().why ?? "";
  }

  get isSaved(): boolean {
    return this.#provided.state().isSaved ?? true;
  }

  /** What is edited while the holder's connection is up leaves at once. */
  settle(): void {
    if (this.state === "live" || this.state === "local") this.proven = this.#edits();
  }

  save(): void {
    this.#provided.save();
  }

  destroy(): void {
    this.#stop();
  }
}
