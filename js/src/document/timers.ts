/** Timers by name: one that is set again starts anew, and none outlives its holder. */
export class Timers {
  readonly #running = new Map<string, ReturnType<typeof setTimeout>>();

  has(name: string): boolean {
    return this.#running.has(name);
  }

  after(name: string, delay: number, callback: () => void): void {
    this.cancel(name);
    const run = () => {
      this.#running.delete(name);
      callback();
    };
    this.#running.set(name, setTimeout(run, delay));
  }

  cancel(name: string): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clear(): void {
    for (const name of [...this.#running.keys()]) this.cancel(name);
  }
}
