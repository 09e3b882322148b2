/** Everything that a view opened, closed again in one call, last opened first. */
export class Disposer {
  private closers: (() => void)[] = [];
  private closed = false;

  get isDisposed(): boolean {
    return this.closed;
  }

  add(close: () => void): void {
    if (this.closed) close();
    else this.closers.push(close);
  }

  listen<E extends Event = Event>(
    target: EventTarget,
    type: string,
    handler: (event: E) => void,
    options: AddEventListenerOptions = {},
  ): void {
    const listener = handler as EventListener;
    target.addEventListener(type, listener, options);
    this.add(() => target.removeEventListener(type, listener, options));
  }

  dispose(): void {
    this.closed = true;
    for (const close of this.closers.splice(0).reverse()) close();
  }
}
