/** The anywidget front-end module interface, as far as it is used here; hosts differ, so what newer ones add is optional. */

export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, callback: (...received: never[]) => void): void;
  off(event: string, callback: (...received: never[]) => void): void;
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[] | ArrayBufferView[]): void;
  /** Jupyter's own; what others give here differs. */
  readonly widget_manager?: unknown;
}

export interface InitializeProps {
  model: WidgetModel;
  signal?: AbortSignal;
}

export interface RenderProps extends InitializeProps {
  el: HTMLElement;
}

type Cleanup = () => void;

export interface WidgetModule {
  initialize?(props: InitializeProps): Cleanup | undefined;
  render(props: RenderProps): Cleanup;
}
