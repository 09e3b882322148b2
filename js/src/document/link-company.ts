/** The people's half of a link: who is here, what they show, whom one follows, and what the page talks about. */
import { cursorSettings } from "../base/cursor-settings";
import type { ConversationFocus, PeerRecord, Person, PlaceInSight, SelectionRecord } from "../base/plan-port";
import type { LinkRecord } from "../generated/contract";
import type { Presence } from "./presence";

export class LinkCompany {
  protected readonly presence: Presence;
  readonly #focusListeners = new Map<() => void, "panel" | "chart">();
  #focus: ConversationFocus | null = null;
  #following: string | null = null;
  #view: PlaceInSight | null = null;

  constructor(presence: Presence) {
    this.presence = presence;
    presence.observe(() => this.#onPeers());
  }

  get user(): Person {
    return this.presence.user;
  }

  /** Display name of this page's user. */
  get userName(): string {
    return this.user.name;
  }

  peers(): PeerRecord[] {
    return this.presence.peers();
  }

  /** Whether the kernel of a widget said farewell to the room; one that is merely silent may be busy. */
  hasKernelLeft(record: LinkRecord): boolean {
    return Boolean(record.client) && this.presence.hasLeft(record.client ?? "");
  }

  observePeers(callback: () => void): () => void {
    return this.presence.observe(callback);
  }

  setCursor(cursor: PeerRecord["cursor"]): void {
    this.presence.setCursor(cursorSettings().isOwnShown ? cursor : null);
  }

  setPreview(preview: PeerRecord["preview"]): void {
    this.presence.setPreview(preview);
  }

  setSelection(selection: SelectionRecord | null): void {
    this.presence.setSelection(selection);
  }

  get view(): PlaceInSight | null {
    return this.#view;
  }

  setView(view: PlaceInSight | null): void {
    this.#view = view;
    this.presence.setView(view);
  }

  get following(): string | null {
    return this.#following;
  }

  follow(client: string | null): void {
    if (client === this.#following) return;
    this.#following = client;
    this.presence.setFollowing(client);
    this.presence.tell();
  }

  get focus(): ConversationFocus | null {
    return this.#focus;
  }

  focusOn(focus: ConversationFocus | null): void {
    this.#focus = focus;
    for (const listener of [...this.#focusListeners.keys()]) listener();
  }

  observeFocus(callback: () => void, as: "panel" | "chart" = "panel"): () => void {
    const listener = () => callback();
    this.#focusListeners.set(listener, as);
    return () => this.#focusListeners.delete(listener);
  }

  get isFocusShown(): boolean {
    return [...this.#focusListeners.values()].includes("panel");
  }

  destroy(): void {
    this.#focusListeners.clear();
  }

  /** Whoever is followed and leaves is followed no longer. */
  #onPeers(): void {
    if (this.#following !== null && !this.peers().some(({ id }) => id === this.#following)) this.follow(null);
  }
}
