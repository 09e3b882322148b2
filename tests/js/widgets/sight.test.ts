import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Company } from "../../../js/demo/company";
import { Disposer } from "../../../js/src/base/disposer";
import type { Viewport } from "../../../js/src/charts/chart";
import type { PlanLink } from "../../../js/src/document/plan-link";
import { Sight } from "../../../js/src/widgets/sight";
import { PLAN } from "../document/plan";

let company: Company;
let ada: PlanLink;
let ben: PlanLink;
let disposer: Disposer;
let seen: ((entries: { intersectionRatio: number }[]) => void)[];

class Observer {
  constructor(callback: (entries: { intersectionRatio: number }[]) => void) {
    seen.push(callback);
  }
  observe(): void {}
  disconnect(): void {}
}

function look(port: PlanLink, key: string) {
  const root = document.createElement("div");
  document.body.append(root);
  root.scrollIntoView = vi.fn();
  const shown: (Viewport | null)[] = [];
  const options = {
    root,
    key: () => key,
    label: () => `Chart ${key}`,
    show: (view: Viewport | null) => shown.push(view),
  };
  return { root, shown, sight: new Sight(port, options, disposer) };
}

const clientOf = (link: PlanLink) => ada.peers().find(({ username }) => username === link.user.username)?.id ?? "";

beforeEach(() => {
  vi.useFakeTimers();
  seen = [];
  vi.stubGlobal("IntersectionObserver", Observer);
  company = new Company(
    [
      { username: "ada", name: "Ada" },
      { username: "ben", name: "Ben" },
    ],
    PLAN,
  );
  [ada, ben] = company.links as [PlanLink, PlanLink];
  disposer = new Disposer();
});

afterEach(() => {
  disposer.dispose();
  company.destroy();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("tells what one turns to, and what is on the screen before that", async () => {
  const [first, second] = [look(ben, "one"), look(ben, "two")];
  seen[0]?.([{ intersectionRatio: 0.9 }]);
  seen[1]?.([{ intersectionRatio: 0.9 }]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ada.peers()[0]?.view).toMatchObject({ chart: "one", label: "Chart one" });
  second.root.dispatchEvent(new Event("pointerenter"));
  second.sight.moved([1, 2]);
  await vi.advanceTimersByTimeAsync(100);
  expect(ada.peers()[0]?.view).toEqual({ chart: "two", label: "Chart two", viewport: [1, 2] });
  seen[0]?.([{ intersectionRatio: 0 }]);
  expect(ben.view?.chart).toBe("two");
  seen[1]?.([{ intersectionRatio: 0 }]);
  expect(ben.view).toBeNull();
  first.root.remove();
});

it("goes along with whoever is followed: scrolls there once, keeps to their window, until one acts oneself", async () => {
  const mine = look(ada, "fan");
  const other = look(ada, "order");
  ben.setView({ chart: "fan", label: "Fan", viewport: [1, 2] });
  ada.follow(clientOf(ben));
  expect(mine.shown).toEqual([[1, 2]]);
  expect(mine.root.scrollIntoView).toHaveBeenCalledTimes(1);
  ben.setView({ chart: "fan", label: "Fan", viewport: [3, 4] });
  await vi.advanceTimersByTimeAsync(100);
  expect(mine.shown).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(mine.root.scrollIntoView).toHaveBeenCalledTimes(1);
  ben.setView({ chart: "order", label: "Order", viewport: null });
  await vi.advanceTimersByTimeAsync(100);
  expect(other.root.scrollIntoView).toHaveBeenCalledTimes(1);
  expect(ben.peers()[0]?.following).toBe(clientOf(ben));
  other.root.dispatchEvent(new Event("wheel"));
  expect(ada.following).toBeNull();
  ben.setView({ chart: "fan", label: "Fan", viewport: [5, 6] });
  await vi.advanceTimersByTimeAsync(100);
  expect(mine.shown).toHaveLength(2);
});

it("follows nobody any more once they have left", () => {
  ada.follow(clientOf(ben));
  company.leave(1);
  expect(ada.peers()).toEqual([]);
  expect(ada.following).toBeNull();
});
