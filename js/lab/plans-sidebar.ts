/** The sidebar of plans: what is on the shelf, and what is done with it through the contents API and the plans themselves. */
import { Dialog, Notification, showDialog } from "@jupyterlab/apputils";
import type { Contents, ContentsChange } from "@jupyterlab/services";
import { Widget } from "@lumino/widgets";
import { join } from "../src/base/path";
import { ulid } from "../src/base/ulid";
import type { Visualization } from "../src/generated/contract";
import { planIcon } from "./plan-icon";
import { chartsOf, fileName, findPlans, type PlanChart, readEntry, type Shelf } from "./plan-shelf";
import { type Visitor, visit } from "./plan-visit";
import { PlansList } from "./plans-list";
import { copyShareLink } from "./share-link";
import { KINDS } from "./view/chart-spec";

const READ_DELAY_MS = 2000;

export interface SidebarServices {
  contents: Contents;
  createPlan(): void;
  open(path: string, chart?: string): void;
}

export class PlansSidebar extends Widget {
  readonly #services: SidebarServices;
  readonly #list: PlansList;
  #shelf: Shelf = { plans: [], looked: 0, waiting: 1, isCut: false };
  readonly #reading = new Set<string>();
  #round = 0;

  constructor(services: SidebarServices) {
    super();
    this.#services = services;
    this.id = "ltoplan-plans";
    this.title.icon = planIcon;
    this.title.caption = "Plans";
    this.addClass("ltoplan-sidebar");
    this.#list = new PlansList(this.node, {
      refresh: () => void this.refresh(),
      createPlan: () => services.createPlan(),
      openPlan: (path, chart) => services.open(path, chart),
      renamePlan: (path, name) => void this.#renamePlan(path, name),
      duplicatePlan: (path) => void this.#do("duplicate the plan", () => services.contents.copy(path, folderOf(path))),
      deletePlan: (path) => void this.#deletePlan(path),
      share: (path, chart) => void copyShareLink(path, chart),
      createChart: (path, kind) => void this.#edit(path, "add the chart", (plan) => addChart(plan, kind)),
      renameChart: (path, chart, name) =>
        void this.#edit(path, "rename the chart", (plan) => setChart(plan, chart.id, { name })),
      duplicateChart: (path, chart) =>
        void this.#edit(path, "duplicate the chart", (plan) => copyChart(plan, chart.id)),
      deleteChart: (path, chart) => void this.#deleteChart(path, chart),
    });
    services.contents.fileChanged.connect((_, change) => this.#onFile(change));
  }

  /** Look for plans anew; an older search ends. */
  async refresh(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const isWanted = () => round === this.#round && !this.isDisposed;
    const shelf = await findPlans(this.#services.contents, (found) => this.#tell(found), isWanted);
    if (isWanted()) this.#tell({ ...shelf, waiting: 0 });
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#list.destroy();
    super.dispose();
  }

  protected override onAfterShow(): void {
    void this.refresh();
  }

  /** A plan that was saved is read again; one that came, went or moved is a reason to look anew. Out of sight nothing is. */
  #onFile({ type, newValue, oldValue }: ContentsChange): void {
    const path = newValue?.path ?? oldValue?.path ?? "";
    if (!this.isVisible || !path.endsWith(".ltoplan")) return;
    if (type !== "save" || !this.#shelf.plans.some((plan) => plan.path === path)) void this.refresh();
    else this.#readSoon(path);
  }

  /** Saving goes on every second while people edit. */
  #readSoon(path: string): void {
    if (this.#reading.has(path)) return;
    this.#reading.add(path);
    setTimeout(async () => {
      this.#reading.delete(path);
      if (!this.#shelf.plans.some((plan) => plan.path === path)) return; // renamed or deleted meanwhile
      const entry = await readEntry(this.#services.contents, path);
      const plans = this.#shelf.plans.map((plan) => (plan.path === path ? entry : plan));
      if (!this.isDisposed) this.#tell({ ...this.#shelf, plans });
    }, READ_DELAY_MS);
  }

  #tell(shelf: Shelf): void {
    this.#shelf = shelf;
    this.#list.update(shelf);
  }

  async #renamePlan(path: string, name: string): Promise<void> {
    const safe = name.replace(/[/\\]/g, "-").replace(/\.ltoplan$/, "");
    await this.#do("rename the plan", async () => {
      await visit(path, this.#services.contents, (plan) => plan.apply({ name: safe }));
      await this.#services.contents.rename(path, `${withSlash(folderOf(path))}${safe}.ltoplan`);
    });
  }

  async #deletePlan(path: string): Promise<void> {
    const { button } = await showDialog({
      title: `Delete ${fileName(path)}?`,
      body: `${path} goes, with its history, comments and charts, for everybody who has it open.`,
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Delete" })],
    });
    if (button.accept) await this.#do("delete the plan", () => this.#services.contents.delete(path));
  }

  async #deleteChart(path: string, chart: PlanChart): Promise<void> {
    const isDone = await this.#edit(path, "delete the chart", (plan) => setChart(plan, chart.id, { deleted: true }));
    if (!isDone) return;
    const back = () =>
      void this.#edit(path, "restore the chart", (plan) => setChart(plan, chart.id, { deleted: false }));
    Notification.info(`Deleted ${chart.name}.`, { autoClose: 10_000, actions: [{ label: "Undo", callback: back }] });
  }

  async #edit(path: string, what: string, work: (plan: Visitor) => void): Promise<boolean> {
    const { contents } = this.#services;
    return this.#do(what, async () => {
      const after = { charts: [] as PlanChart[] };
      await visit(path, contents, (plan) => {
        work(plan);
        after.charts = chartsOf(plan.read("visualizations"));
      });
      const plans = this.#shelf.plans.map((plan) => (plan.path === path ? { ...plan, ...after } : plan));
      this.#tell({ ...this.#shelf, plans });
    });
  }

  async #do(what: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      Notification.error(`Could not ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
}

function setChart(plan: Visitor, id: string, fields: Record<string, unknown>): void {
  const changes = { ...fields, updated_at: new Date().toISOString() };
  plan.apply(
    Object.fromEntries(Object.entries(changes).map(([field, value]) => [join("visualizations", id, field), value])),
  );
}

function addChart(plan: Visitor, kind: string): void {
  const campaigns = Object.entries((plan.read("campaigns") as Record<string, { deleted?: boolean }> | undefined) ?? {});
  const [campaign = ""] = campaigns.filter(([, { deleted }]) => !deleted).map(([id]) => id);
  const at = new Date().toISOString();
  const rank = chartsOf(plan.read("visualizations")).length + 1;
  plan.apply({
    [join("visualizations", ulid())]: {
      name: KINDS[kind] ?? kind,
      type: kind,
      campaign,
      rank,
      created_at: at,
      updated_at: at,
    },
  });
}

function copyChart(plan: Visitor, id: string): void {
  const record = plan.read(join("visualizations", id)) as Visualization;
  const at = new Date().toISOString();
  const copy = {
    ...record,
    name: `${record.name} copy`,
    rank: (record.rank ?? 0) + 0.5,
    created_at: at,
    updated_at: at,
  };
  plan.apply({ [join("visualizations", ulid())]: copy });
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function withSlash(folder: string): string {
  return folder && `${folder}/`;
}
