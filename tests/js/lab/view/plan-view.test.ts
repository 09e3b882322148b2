import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NOW, PEERS } from "../../../../js/demo/fixtures/together";
import { button, choose, find, frame, HOSTILE, key, press, type, words } from "../../panels/page";
import { computed, showPlan } from "./page";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  document.body.replaceChildren();
  Element.prototype.scrollIntoView = vi.fn();
});
afterEach(() => vi.useRealTimers());

const EMPTY = {
  name: "",
  currency: "EUR",
  offers: {},
  campaigns: {},
  scenarios: {},
  visualizations: {},
  outlooks: {},
  history: {},
};
const figures = (root: HTMLElement) => [...root.querySelectorAll(".ltoplan-decision-figure")].map(words);

/** Into a field of a kind that knows no selection, such as numbers and days. */
function write(root: HTMLElement, selector: string, text: string): void {
  const field = find<HTMLInputElement>(root, selector);
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

describe("a plan view", () => {
  it("says the decision first, worked out from what is in force", () => {
    const { root, port } = showPlan();
    expect(figures(root)[0]).toContain("Order now");
    const before = figures(root);
    port.apply({ "offers/latte/price": 9 });
    frame();
    expect(figures(root)[0]).not.toBe(before[0]);
    port.apply({ "campaigns/launch/order_quantity": 1440 });
    frame();
    expect(figures(root)[0]).toContain("Order now, as decided1,440 cups");
  });

  it("says by when to order and in how many deliveries, as lead time and shelf life demand", () => {
    const { root, port } = showPlan();
    port.apply({ "campaigns/launch/start": "2027-01-07", "campaigns/launch/end": "2027-03-03" });
    port.apply({ "offers/latte/lead_days": 21, "offers/latte/shelf_life_days": 21 });
    frame();
    expect(figures(root).at(-2)).toMatch(/^Order by.*Dec.*3 weeks lead time · last order .*Feb/);
    expect(figures(root).at(-1)).toBe("Deliveries3 or morecups keep 21 days");
    port.apply({ "offers/latte/lead_days": 60, "offers/latte/shelf_life_days": null });
    frame();
    expect(figures(root).at(-1)).toContain("no later order arrives in time");
    expect(root.textContent).not.toContain("Deliveries");
  });

  it("leaves the number alone that somebody is typing while the view is drawn anew", () => {
    const { root, port } = showPlan();
    const field = find<HTMLInputElement>(root, ".ltoplan-controls input");
    field.focus();
    field.value = "5.2";
    port.apply({ name: "Another name" });
    frame();
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("5.2");
  });

  it("draws the charts that people saved, each with its name, and the controls apart", () => {
    const { root } = showPlan();
    const charts = [...root.querySelectorAll<HTMLElement>(".ltoplan-plan-charts > .ltoplan-widget")];
    expect(charts.map(({ dataset }) => dataset.chart)).toEqual(["forecast", "launch-week", "order"]);
    expect(find(root, ".ltoplan-controls [role=slider]").getAttribute("aria-label")).toContain("Price");
  });

  it("offers what the order follows from, each once, and says what it comes to", () => {
    const { root, port } = showPlan();
    const names = () => [...root.querySelectorAll(".ltoplan-controls .ltoplan-slider-name")].map(words);
    const sum = () => words(find(root, ".ltoplan-controls-sum"));
    expect(names()).toEqual(["Price", "Unit cost", "Disposal cost", "Lead time", "Shelf life"]);
    port.apply({ "offers/latte/price": 5, "offers/latte/unit_cost": 2, "offers/latte/disposal": 0 });
    const slider = { name: "Shelf price", type: "parameter_slider", campaign: "launch", field: "offers/latte/price" };
    port.apply({ "visualizations/shelf": slider, "offers/latte/salvage": 1 });
    frame();
    frame(); // a control draws in the frame after the one in which it was told
    expect(names()).toEqual(["Shelf price", "Unit cost", "Salvage value", "Lead time", "Shelf life"]);
    expect(sum()).toBe("One too few costs $ 3.00, one too many $ 1.00: the best order covers 75 % of outcomes.");
    port.apply({ "offers/latte/price": 1 });
    frame();
    expect(sum()).toBe("");
  });

  it("follows edits of its visualizations without taking away the focus", () => {
    const { root, port } = showPlan();
    const handle = find(root, "[data-chart=launch-week] [role=slider]");
    handle.focus();
    port.apply({ "visualizations/order/deleted": true, "visualizations/forecast/name": "By week" });
    frame();
    frame(); // a chart draws in the frame after the one in which it was told
    expect(root.querySelector("[data-chart=order]")).toBeNull();
    expect(words(find(root, "[data-chart=forecast] .ltoplan-title"))).toBe("By week");
    expect(document.activeElement).toBe(handle);
  });

  it("makes an edit of the plan of a gesture", () => {
    const { root, port } = showPlan();
    const handle = find(root, '[data-chart=launch-week] [aria-label="Mean demand"]');
    handle.focus();
    key(handle, "ArrowRight");
    key(handle, "Enter");
    vi.advanceTimersByTime(1000);
    expect(port.read("campaigns/launch/demand_mean")).toBe(1110);
  });

  it("edits under the scenario in force what that changes", () => {
    const tree = computed();
    const scenarios = {
      cold: { name: "Cold", changes: { "campaigns/launch/demand_mean": 1500 }, rank: 0, deleted: false },
    };
    const { root, port } = showPlan({ ...tree, scenarios, current_scenario: "cold" });
    const handle = find(root, '[data-chart=launch-week] [aria-label="Mean demand"]');
    expect(handle.getAttribute("aria-valuenow")).toBe("1500");
    handle.focus();
    key(handle, "ArrowRight");
    key(handle, "Enter");
    vi.advanceTimersByTime(1000);
    const inside = port.read("scenarios/cold/changes") as Record<string, number>;
    expect(inside["campaigns/launch/demand_mean"]).toBeGreaterThan(1500);
    expect(port.read("campaigns/launch/demand_mean") ?? null).toBeNull();
  });

  it("says where the forecast is behind the plan, and that nobody has computed the scenario", () => {
    const { root, port } = showPlan(computed(90), { now: () => Date.now() });
    expect(root.textContent).not.toContain("behind the plan");
    port.apply({ "campaigns/launch/covariates/tv": 3 });
    frame();
    expect(words(find(root, ".ltoplan-asof"))).toBe("Forecast: as of 1 h ago, behind the plan · no kernel computes");
    port.setPeers(PEERS.map((peer) => ({ ...peer, computes: true })));
    frame();
    expect(words(find(root, ".ltoplan-asof"))).toBe("Forecast: being computed anew …");
    vi.setSystemTime(NOW + 120_000);
    port.setPeers(PEERS.map((peer) => ({ ...peer, computes: true })));
    frame();
    expect(words(find(root, ".ltoplan-asof"))).toContain("behind the plan");
    choose(root, "Scenario", "cold-snap");
    expect(words(find(root, ".ltoplan-asof"))).toContain("nobody has computed that yet");
  });

  it("says how to get a forecast where there is none", () => {
    const { root } = showPlan(computed(0, { outlooks: {} }));
    expect(words(find(root, ".ltoplan-hint"))).toContain('lto.open_plan("maple.ltoplan")');
    expect(root.querySelectorAll(".ltoplan-plan-charts > .ltoplan-widget")).toHaveLength(0);
  });

  it("makes the first campaign of an empty plan with its charts, in one edit", () => {
    const { root, port } = showPlan(EMPTY);
    type(root, "[name=name]", "Pumpkin pie");
    write(root, "[name=price]", "4.5");
    write(root, "[name=start]", "2027-10-01");
    port.setState({ unsent: 1 });
    frame();
    find(root, "form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    frame();
    const [campaign] = Object.values(
      port.read("campaigns") as Record<string, { item: string; offer: string; start: string }>,
    );
    expect(campaign).toMatchObject({ item: "pumpkin-pie", start: "2027-10-01" });
    expect(port.read(`offers/${campaign?.offer}/price`)).toBe(4.5);
    expect(Object.keys(port.read("visualizations") as object)).toHaveLength(3);
    expect(Object.keys(port.read("history") as object)).toHaveLength(1);
    expect(find(root, ".ltoplan-plan").dataset.state).toBe("ready");
  });

  it("renames the plan on Enter and leaves it on Escape, whatever others edit meanwhile", () => {
    const { root, port } = showPlan();
    key(type(root, ".ltoplan-plan-name", "Other"), "Escape");
    expect(find<HTMLInputElement>(root, ".ltoplan-plan-name").value).toBe("Maple-oat latte");
    const field = type(root, ".ltoplan-plan-name", "Maple season");
    port.apply({ "offers/latte/price": 6 });
    frame();
    expect(field.value).toBe("Maple season");
    key(field, "Enter");
    expect(port.read("name")).toBe("Maple season");
  });

  it("says why the plan refuses an edit, until that is closed", () => {
    const { root, port } = showPlan();
    vi.spyOn(port, "apply").mockImplementation(() => {
      throw new Error("name: too long");
    });
    choose(root, "Scenario", "cold-snap");
    expect(words(find(root, ".ltoplan-trouble"))).toContain("name: too long");
    press(root, "Close this message");
    expect(root.querySelector(".ltoplan-trouble")).toBeNull();
  });

  it("shows a file that cannot be read as it is, and offers nothing that would change it", () => {
    const { root, port } = showPlan({}, { unreadable: () => HOSTILE });
    port.setState({ kind: "read-only", why: "This is not JSON" });
    frame();
    expect(words(find(root, ".ltoplan-broken"))).toContain("This is not JSON");
    expect(find(root, ".ltoplan-broken pre").textContent).toBe(HOSTILE);
    expect(root.querySelector("img")).toBeNull();
    expect(find<HTMLInputElement>(root, ".ltoplan-plan-name").readOnly).toBe(true);
    expect(() => button(root, "Propose change")).toThrow();
  });

  it("shows who is here once each, and how the connection is", () => {
    const { root, port } = showPlan();
    const names = new Set(PEERS.map(({ name }) => name));
    const label = find(root, ".ltoplan-people-button").getAttribute("aria-label");
    expect(label).toBe(`Here now: Pia Lund, ${[...names].join(", ")}`);
    port.setState({ kind: "offline", unsent: 2 });
    frame();
    expect(words(find(root, ".ltoplan-plan-state"))).toBe("Offline · 2 edits unsent");
  });

  it("brings a chart into sight when a link asks for it", () => {
    const { root, view } = showPlan();
    view.focus("order");
    frame();
    expect(Element.prototype.scrollIntoView).toHaveBeenCalled();
    expect(find(root, "[data-chart=order]").classList).toContain("ltoplan-found");
  });

  it("changes the panel beside it by tab, by key and by button", () => {
    const { root } = showPlan();
    const shown = () => find(root, ".ltoplan-tab[aria-selected=true]").textContent;
    expect(shown()).toContain("History");
    press(root, "Propose change");
    expect(shown()).toContain("Requests");
    key(find(root, ".ltoplan-tab[aria-selected=true]"), "ArrowLeft");
    expect(shown()).toContain("Comments");
    expect(root.querySelectorAll(".ltoplan-tab-panel > .ltoplan-panel")).toHaveLength(1);
  });

  it("names a value that no plan can hold, while the last good one stays in force", () => {
    const { root, port } = showPlan(computed());
    const why = "offers/latte/price: cheap is not allowed.";
    port.setState({ kind: "live", why });
    frame();
    expect(find(root, ".ltoplan-trouble").textContent).toBe(why);
    port.setState({ kind: "live", why: "" });
    frame();
    expect(root.querySelector(".ltoplan-trouble")).toBeNull();
  });

  it("leaves nothing behind", () => {
    const { root, view, port } = showPlan();
    view.destroy();
    port.apply({ name: "After" });
    frame();
    expect(root.childNodes).toHaveLength(0);
  });
});
