/** A widget on a plan: its fields live in the plan's document, gestures become edits, others are seen at it. */
import { acquire } from "../document/link-registry";
import type { PlanLink } from "../document/plan-link";
import type { RelayPort } from "../document/relay";
import type { BindingRecord } from "../generated/contract";
import type { InitializeProps, RenderProps, WidgetModel, WidgetModule } from "./afm";
import { ChartComments } from "./chart-comments";
import type { Definition } from "./definition";
import { mountAlone } from "./host";
import { kernelLine } from "./kernel-line";
import { Mount } from "./mount";
import { joinNotices } from "./notice-board";
import { PlanFields } from "./plan-fields";
import { Sight } from "./sight";
import { StatusPill } from "./status-pill";
import { UndoTools } from "./undo-tools";

/** The module of a widget on a plan; detached from it the widget stands alone. */
export function sharedWidget<View>(definition: Definition<View>): WidgetModule {
  return {
    initialize,
    render(props) {
      const mount = bindingOf(props.model) ? mountShared(definition, props) : mountAlone(definition, props);
      return mount.destroy;
    },
  };
}

/** Join the plan for as long as the model is there; nothing here waits for the network. */
export function initialize({ model, signal }: InitializeProps): (() => void) | undefined {
  const binding = bindingOf(model);
  if (!binding) return undefined;
  const { link, release } = acquire(binding.link);
  const receive = (content: unknown, buffers: readonly DataView[] = []) => link.receive(content, buffers);
  const refresh = () => link.refresh(bindingOf(model)?.link ?? binding.link);
  model.on("msg:custom", receive);
  model.on("change:binding", refresh);
  const send: RelayPort["send"] = (content, buffers) => model.send(content, undefined, buffers);
  const detach = link.attach({ send, line: kernelLine(model) });
  const leaveNotices = joinNotices(document, binding.link.document, link);
  const leave = () => {
    model.off("msg:custom", receive);
    model.off("change:binding", refresh);
    leaveNotices();
    detach();
    release();
  };
  signal?.addEventListener("abort", leave, { once: true });
  return leave;
}

function mountShared<View>(definition: Definition<View>, props: RenderProps): Mount<View> {
  const { link, release } = acquire(currentBinding(props.model).link);
  const place = () => currentBinding(props.model);
  const home = new PlanFields(link, place);
  const comments = new ChartComments(link, place, () => mount.root);
  home.talk = comments;
  const mount: Mount<View> = new Mount(definition, props, home);
  home.onRefused = (why) => mount.refuse(why);
  comments.onMarkers = () => mount.setMarkers();
  const { disposer } = mount;
  disposer.add(release);
  disposer.add(() => home.leave());
  disposer.add(() => comments.close());
  followPlan(mount, link, place);
  addTools(mount, link, props.model);
  mount.setPeers();
  mount.setMarkers();
  return mount;
}

/** Redraw what changes: the plan's fields, people, comments, and whether the kernel is there. */
function followPlan<View>(mount: Mount<View>, link: PlanLink, place: () => BindingRecord): void {
  const { disposer } = mount;
  disposer.add(link.observe(mount.schedule));
  disposer.add(link.observe(() => mount.probeKernel()));
  disposer.add(link.observe(() => mount.setMarkers(), ["comments"]));
  disposer.add(link.observeFocus(() => mount.setMarkers(), "chart"));
  disposer.add(link.observePeers(() => mount.setPeers()));
  disposer.add(link.observePeers(() => mount.noteKernel(!link.hasKernelLeft(place().link))));
  mount.on("change:binding", mount.schedule);
}

/** What stands in the header, and what the card tells of where one looks. */
function addTools<View>(mount: Mount<View>, link: PlanLink, model: WidgetModel): void {
  const { root, disposer } = mount;
  const pill = new StatusPill(root);
  const undo = new UndoTools(root, link, disposer);
  mount.onRemake(() => {
    pill.place(root);
    undo.place(root);
  });
  const showState = () => {
    pill.show(link.state);
    mount.setReadOnly(link.state.kind === "read-only");
  };
  disposer.add(link.observeState(showState));
  showState();
  const sight = new Sight(
    link,
    {
      root,
      key: () => currentBinding(model).chart,
      label: () => root.querySelector(".ltoplan-title, .ltoplan-slider-name")?.textContent ?? "",
      show: (viewport) => mount.setViewport(viewport),
    },
    disposer,
  );
  mount.onViewport((viewport) => sight.moved(viewport));
}

export function bindingOf(model: WidgetModel): BindingRecord | null {
  return (model.get("binding") as BindingRecord | null | undefined) ?? null;
}

/** The binding of a widget that has one; the kernel never takes it back while the widget is open. */
export function currentBinding(model: WidgetModel): BindingRecord {
  const binding = bindingOf(model);
  if (!binding) throw new Error("The widget was detached from its plan.");
  return binding;
}
