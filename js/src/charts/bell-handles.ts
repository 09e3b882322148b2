/** What people take hold of in the normal distribution chart: mean, spread and order. */
import type { NormalDistributionView } from "../generated/contract";
import type { Changes } from "./chart";
import { orderQuantity, orderStepped, orderStop } from "./order-words";
import type { HandleSpec } from "./parts/handle";
import { roundStep, snapped } from "./parts/snap";

type View = NormalDistributionView;
type Moment = "mean" | "std_dev";

export interface BellOwner {
  /** With the gesture that is under way; `null` before the first view. */
  shown(): View | null;
  /** As it was when the gesture began. */
  start(): View | null;
  domain(): readonly [number, number];
  /** Grid of mean and spread; 0 for none. */
  step(): number;
  /** Whether people switched the grid off. */
  isFree(): boolean;
  /** Units at a place of the page. */
  unitsAt(clientX: number, clientY: number): number;
  describe(units: number): string;
  propose(changes: Changes | null): void;
  commit(changes: Changes): void;
}

/** A round step of about a tenth of the spread. */
export function stepOf({ std_dev }: View): number {
  return roundStep(std_dev / 10) || 1;
}

/** What a value is rounded to off the grid. */
export function fineStepOf({ std_dev }: View): number {
  return roundStep(std_dev / 300) || 1;
}

export function meanHandle(owner: BellOwner): HandleSpec {
  return {
    ...momentHandle(owner, "mean"),
    label: () => "Mean demand",
    range: () => {
      const [low, high] = owner.domain();
      const mean = owner.start()?.mean ?? low;
      return [Math.min(low, mean), Math.max(high, mean)];
    },
    at: (clientX, clientY) => owner.unitsAt(clientX, clientY),
  };
}

/** The handle is one standard deviation left of the mean. */
export function spreadHandle(owner: BellOwner): HandleSpec {
  return {
    ...momentHandle(owner, "std_dev"),
    label: () => "Standard deviation of demand",
    range: () => {
      const [low, high] = owner.domain();
      const view = owner.start();
      const least = view === null ? 1 : fineStepOf(view);
      return [Math.min(least, view?.std_dev ?? least), Math.max((high - low) / 2, view?.std_dev ?? 0)];
    },
    at: (clientX, clientY) => (owner.shown()?.mean ?? 0) - owner.unitsAt(clientX, clientY),
  };
}

export function orderHandle(owner: BellOwner): HandleSpec {
  const withTerms = (act: (view: View) => number, otherwise: number) => {
    const view = owner.start();
    return view === null ? otherwise : act(view);
  };
  return {
    ...gesture(owner, "order_quantity"),
    label: () => "Order quantity",
    value: () => orderQuantity(owner.shown()),
    range: () => [0, Math.max(owner.domain()[1], orderQuantity(owner.start()))],
    stepped: (units, steps) => withTerms(({ terms }) => orderStepped(terms, units, steps), units),
    snap: (units, isFree) => withTerms(({ terms }) => orderStop(terms, units, isFree || owner.isFree()), units),
    at: (clientX, clientY) => owner.unitsAt(clientX, clientY),
    remove: () => owner.commit({ order_quantity: null }),
  };
}

function momentHandle(owner: BellOwner, field: Moment) {
  return {
    ...gesture(owner, field),
    value: () => owner.shown()?.[field] ?? 0,
    stepped: (units: number, steps: number) => units + steps * (owner.step() || 1),
    snap: (units: number, isFree: boolean) => snapMoment(owner, units, isFree),
    remove: () => takeBack(owner, field),
  };
}

function snapMoment(owner: BellOwner, units: number, isFree: boolean): number {
  const view = owner.start();
  if (view === null) return units;
  const isOff = isFree || owner.isFree() || owner.step() === 0;
  return snapped(units, isOff ? fineStepOf(view) : owner.step());
}

/** Back to what was forecast before anybody judged it. */
function takeBack(owner: BellOwner, field: Moment): void {
  const view = owner.start();
  if (view !== null && view[field] !== view[`forecast_${field}`]) owner.commit({ [field]: null });
}

function gesture(owner: BellOwner, field: string) {
  return {
    orientation: "horizontal" as const,
    describe: (units: number) => owner.describe(units),
    preview: (units: number | null) => owner.propose(units === null ? null : { [field]: units }),
    commit: (units: number) => owner.commit({ [field]: units }),
  };
}
