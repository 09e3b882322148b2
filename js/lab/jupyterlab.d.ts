/**
 * What the extension uses of JupyterLab, Lumino and the collaboration packages, and no more.
 *
 * The packages come from JupyterLab's share scope when it runs, so they are not installed for the build.
 */

declare module "@lumino/coreutils" {
  export class Token<T> {
    constructor(name: string, description?: string);
    readonly name: string;
    /** Ties the type to the token; never set. */
    private readonly _T: T;
  }
}

declare module "@lumino/signaling" {
  export interface ISignal<T, U> {
    connect(slot: (sender: T, args: U) => void, context?: unknown): boolean;
    disconnect(slot: (sender: T, args: U) => void, context?: unknown): boolean;
  }
}

declare module "@lumino/disposable" {
  export interface IDisposable {
    readonly isDisposed: boolean;
    dispose(): void;
  }
}

declare module "@lumino/widgets" {
  import type { ISignal } from "@lumino/signaling";

  export class Title {
    label: string;
    caption: string;
    icon: unknown;
    iconClass: string;
    closable: boolean;
  }

  export class Widget {
    constructor(options?: { node?: HTMLElement; tag?: string });
    readonly node: HTMLElement;
    readonly title: Title;
    readonly isDisposed: boolean;
    readonly isVisible: boolean;
    readonly disposed: ISignal<this, undefined>;
    readonly parent: Widget | null;
    id: string;
    addClass(name: string): void;
    removeClass(name: string): void;
    dispose(): void;
    activate(): void;
    close(): void;
    hide(): void;
    protected onActivateRequest(message: unknown): void;
    protected onAfterAttach(message: unknown): void;
    protected onAfterShow(message: unknown): void;
  }

  export class Panel extends Widget {
    addWidget(widget: Widget): void;
    readonly widgets: readonly Widget[];
  }
}

declare module "@jupyter/ydoc" {
  import type { ISignal } from "@lumino/signaling";
  import type { Awareness } from "y-protocols/awareness";
  import type * as Y from "yjs";

  export interface StateChange {
    stateChange?: { name: string; oldValue: unknown; newValue: unknown }[];
    sourceChange?: unknown;
  }

  export abstract class YDocument {
    constructor(options?: { ydoc?: Y.Doc });
    abstract readonly version: string;
    readonly ydoc: Y.Doc;
    readonly ystate: Y.Map<unknown>;
    readonly undoManager: Y.UndoManager;
    get awareness(): Awareness;
    readonly changed: ISignal<this, StateChange>;
    readonly isDisposed: boolean;
    dirty: boolean;
    source: string;
    getState(name: string): unknown;
    setState(name: string, value: unknown): void;
    abstract getSource(): string;
    abstract setSource(text: string): void;
    transact(work: () => void, undoable?: boolean, origin?: unknown): void;
    dispose(): void;
  }
}

declare module "@jupyter/collaborative-drive" {
  import type { YDocument } from "@jupyter/ydoc";
  import type { Token } from "@lumino/coreutils";

  export interface ICollaborativeContentProvider {
    readonly sharedModelFactory: {
      readonly collaborative: boolean;
      registerDocumentFactory(type: string, factory: () => YDocument): void;
    };
  }
  export const ICollaborativeContentProvider: Token<ICollaborativeContentProvider> | undefined;
}

declare module "@jupyterlab/services" {
  import type { ISignal } from "@lumino/signaling";

  export interface ContentsEntry {
    name: string;
    path: string;
    type: string;
    writable?: boolean;
    last_modified: string;
    hash?: string;
    content?: unknown;
  }

  export interface ContentsChange {
    type: "new" | "delete" | "rename" | "save";
    oldValue: Partial<ContentsEntry> | null;
    newValue: Partial<ContentsEntry> | null;
  }

  export interface Contents {
    readonly fileChanged: ISignal<Contents, ContentsChange>;
    localPath(path: string): string;
    get(
      path: string,
      options?: { content?: boolean; type?: string; format?: string; hash?: boolean },
    ): Promise<ContentsEntry>;
    newUntitled(options: { path: string; type: string; ext: string }): Promise<ContentsEntry>;
    save(path: string, entry: { type: string; format: string; content: string }): Promise<ContentsEntry>;
    rename(path: string, to: string): Promise<ContentsEntry>;
    copy(path: string, folder: string): Promise<ContentsEntry>;
    delete(path: string): Promise<void>;
  }

  export interface KernelConnection {
    readonly id: string;
    readonly status: string;
    hasComm?(id: string): boolean;
    requestCommInfo(content: { target_name?: string }): Promise<{
      content: { status: string; comms?: Record<string, unknown> };
    }>;
  }

  export interface ServiceManager {
    readonly contents: Contents;
    readonly ready: Promise<void>;
  }
}

declare module "@jupyterlab/coreutils" {
  export const PageConfig: {
    getOption(name: string): string;
    getBaseUrl(): string;
    getUrl(options: { path?: string; treePath?: string; mode?: string; toShare?: boolean }): string;
  };
  export const URLExt: { join(...parts: string[]): string; encodeParts(path: string): string };
  export const PathExt: {
    dirname(path: string): string;
    basename(path: string, extension?: string): string;
    join(...parts: string[]): string;
  };
}

declare module "@jupyterlab/docregistry" {
  import type { YDocument } from "@jupyter/ydoc";
  import type { ContentsEntry } from "@jupyterlab/services";
  import type { ISignal } from "@lumino/signaling";
  import type { Widget } from "@lumino/widgets";

  export interface ModelOptions {
    languagePreference?: string;
    sharedModel?: YDocument;
    collaborationEnabled?: boolean;
  }

  export class DocumentModel {
    constructor(options?: ModelOptions);
    readonly sharedModel: YDocument;
    readonly collaborative: boolean;
    dirty: boolean;
    readOnly: boolean;
    triggerContentChange(): void;
    dispose(): void;
  }

  export interface DocumentContext {
    readonly model: DocumentModel;
    readonly path: string;
    readonly localPath: string;
    readonly ready: Promise<void>;
    readonly isReady: boolean;
    readonly isDisposed: boolean;
    readonly contentsModel: ContentsEntry | null;
    readonly pathChanged: ISignal<DocumentContext, string>;
    readonly fileChanged: ISignal<DocumentContext, unknown>;
    readonly saveState: ISignal<DocumentContext, string>;
    readonly disposed: ISignal<DocumentContext, undefined>;
    save(): Promise<void>;
    revert(): Promise<void>;
    rename(name: string): Promise<void>;
  }

  export interface FactoryOptions {
    name: string;
    label?: string;
    modelName: string;
    fileTypes: string[];
    defaultFor?: string[];
    contentProviderId?: string;
  }

  export abstract class ABCWidgetFactory<W extends Widget = Widget> {
    constructor(options: FactoryOptions);
    readonly widgetCreated: ISignal<this, W>;
    protected abstract createNewWidget(context: DocumentContext): W;
  }

  export class DocumentWidget<W extends Widget = Widget> extends Widget {
    constructor(options: { content: W; context: DocumentContext; reveal?: Promise<unknown> });
    readonly content: W;
    readonly context: DocumentContext;
    readonly toolbar: Widget;
    setFragment(fragment: string): void;
  }

  export interface FileType {
    name: string;
    displayName: string;
    extensions: string[];
    mimeTypes?: string[];
    fileFormat: string;
    contentType: string;
    icon?: unknown;
  }

  export interface DocumentRegistry {
    addFileType(type: FileType): unknown;
    addModelFactory(factory: unknown): unknown;
    addWidgetFactory(factory: unknown): unknown;
  }
}

declare module "@jupyterlab/docmanager" {
  import type { DocumentContext } from "@jupyterlab/docregistry";
  import type { ServiceManager } from "@jupyterlab/services";
  import type { Token } from "@lumino/coreutils";
  import type { Widget } from "@lumino/widgets";

  export interface IDocumentManager {
    readonly services: ServiceManager;
    openOrReveal(path: string, factory?: string): Widget | undefined;
    findWidget(path: string): Widget | undefined;
    contextForWidget(widget: Widget): DocumentContext | undefined;
  }
  export const IDocumentManager: Token<IDocumentManager> | undefined;
}

declare module "@jupyterlab/application" {
  import type { DocumentRegistry } from "@jupyterlab/docregistry";
  import type { ServiceManager } from "@jupyterlab/services";
  import type { Token } from "@lumino/coreutils";
  import type { ISignal } from "@lumino/signaling";
  import type { Widget } from "@lumino/widgets";

  export interface CommandOptions {
    label: string | ((args: Record<string, unknown>) => string);
    caption?: string;
    icon?: unknown;
    isEnabled?(): boolean;
    execute(args: Record<string, unknown>): unknown;
  }

  export interface JupyterFrontEnd {
    readonly docRegistry: DocumentRegistry;
    readonly serviceManager: ServiceManager;
    readonly restored: Promise<unknown>;
    readonly commands: {
      addCommand(id: string, options: CommandOptions): unknown;
      execute(id: string, args?: Record<string, unknown>): Promise<unknown>;
      notifyCommandChanged(id?: string): void;
      hasCommand(id: string): boolean;
    };
    readonly shell: {
      readonly currentWidget: Widget | null;
      readonly currentChanged?: ISignal<unknown, unknown>;
      add(widget: Widget, area?: string, options?: { rank?: number; type?: string }): void;
      activateById(id: string): void;
    };
  }

  export const ILabShell: Token<object> | undefined;
  export interface RestoreOptions<W> {
    command: string;
    args(widget: W): Record<string, unknown>;
    name(widget: W): string;
  }
  export interface ILayoutRestorer {
    add(widget: Widget, name: string): void;
    restore<W extends Widget>(
      tracker: import("@jupyterlab/apputils").WidgetTracker<W>,
      options: RestoreOptions<W>,
    ): Promise<unknown>;
  }
  export const ILayoutRestorer: Token<ILayoutRestorer> | undefined;
}

declare module "@jupyterlab/apputils" {
  import type { Token } from "@lumino/coreutils";
  import type { ISignal } from "@lumino/signaling";
  import type { Widget } from "@lumino/widgets";

  export interface ICommandPalette {
    addItem(options: { command: string; category: string; args?: Record<string, unknown> }): unknown;
  }
  export const ICommandPalette: Token<ICommandPalette> | undefined;

  export interface IThemeManager {
    readonly themeChanged: ISignal<IThemeManager, unknown>;
  }

  export class WidgetTracker<W extends Widget = Widget> {
    constructor(options: { namespace: string });
    readonly currentWidget: W | null;
    readonly currentChanged: ISignal<this, W | null>;
    readonly widgetAdded: ISignal<this, W>;
    add(widget: W): Promise<void>;
    save(widget: W): Promise<void>;
    has(widget: Widget): boolean;
    forEach(visit: (widget: W) => void): void;
  }

  export const Notification: {
    success(message: string, options?: NotificationOptions): string;
    info(message: string, options?: NotificationOptions): string;
    warning(message: string, options?: NotificationOptions): string;
    error(message: string, options?: NotificationOptions): string;
  };
  export interface NotificationOptions {
    autoClose?: number | false;
    actions?: { label: string; callback(event: MouseEvent): void; displayType?: string }[];
  }

  export const Dialog: {
    cancelButton(options?: { label?: string }): unknown;
    okButton(options?: { label?: string }): unknown;
    warnButton(options?: { label?: string }): unknown;
  };
  export function showDialog(options: {
    title: string;
    body?: string;
    buttons?: unknown[];
  }): Promise<{ button: { accept: boolean } }>;
  export function showErrorMessage(title: string, error: unknown): Promise<void>;
}

declare module "@jupyterlab/filebrowser" {
  import type { Token } from "@lumino/coreutils";

  export interface IDefaultFileBrowser {
    readonly model: { readonly path: string };
  }
  export const IDefaultFileBrowser: Token<IDefaultFileBrowser> | undefined;
}

declare module "@jupyterlab/launcher" {
  import type { Token } from "@lumino/coreutils";

  export interface ILauncher {
    add(options: { command: string; category?: string; rank?: number; args?: Record<string, unknown> }): unknown;
  }
  export const ILauncher: Token<ILauncher> | undefined;
}

declare module "@jupyterlab/mainmenu" {
  import type { Token } from "@lumino/coreutils";

  interface SemanticCommand {
    add(command: { id: string; isEnabled?(widget: unknown): boolean }): void;
  }
  export interface IMainMenu {
    readonly fileMenu: { readonly newMenu: { addItem(options: { command: string; rank?: number }): unknown } };
    readonly editMenu: { readonly undoers: { undo: SemanticCommand; redo: SemanticCommand } };
  }
  export const IMainMenu: Token<IMainMenu> | undefined;
}

declare module "@jupyterlab/rendermime" {
  import type { Widget } from "@lumino/widgets";

  export interface MimeModel {
    readonly trusted: boolean;
    readonly data: Readonly<Record<string, unknown>>;
    readonly metadata: Readonly<Record<string, unknown>>;
  }
  export interface Renderer extends Widget {
    renderModel(model: MimeModel): Promise<void>;
  }
  export interface RendererFactory {
    safe: boolean;
    mimeTypes: string[];
    defaultRank?: number;
    createRenderer(options: { mimeType: string }): Renderer;
  }
  export interface IRenderMimeRegistry {
    readonly mimeTypes: readonly string[];
    addFactory(factory: RendererFactory, rank?: number): void;
    getFactory(mimeType: string): RendererFactory | undefined;
    createRenderer(mimeType: string): Renderer;
  }
  export const IRenderMimeRegistry: import("@lumino/coreutils").Token<IRenderMimeRegistry> | undefined;
}

declare module "@jupyterlab/notebook" {
  import type { DocumentContext } from "@jupyterlab/docregistry";
  import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
  import type { KernelConnection } from "@jupyterlab/services";
  import type { Token } from "@lumino/coreutils";
  import type { ISignal } from "@lumino/signaling";
  import type { Widget } from "@lumino/widgets";

  export interface SessionContext {
    readonly ready: Promise<void>;
    readonly isReady: boolean;
    readonly session: { readonly kernel: KernelConnection | null } | null;
    readonly kernelChanged: ISignal<SessionContext, unknown>;
    readonly statusChanged: ISignal<SessionContext, string>;
  }
  export interface NotebookPanel extends Widget {
    readonly content: Widget & { readonly rendermime: IRenderMimeRegistry };
    readonly context: DocumentContext;
    readonly sessionContext: SessionContext;
  }
  export interface INotebookTracker {
    readonly widgetAdded: ISignal<INotebookTracker, NotebookPanel>;
    forEach(visit: (panel: NotebookPanel) => void): void;
  }
  export const INotebookTracker: Token<INotebookTracker> | undefined;
}

declare module "@jupyterlab/ui-components" {
  export class LabIcon {
    constructor(options: { name: string; svgstr: string });
  }
}

declare module "*.css" {
  const text: string;
  export default text;
}
