/** What kernels wrote down for readers without one: where it lies, and whether it still tells of the plan as it is. */
import { isRecord, same } from "../base/json";
import { join } from "../base/path";
import type { Changes } from "../base/plan-port";
import type { ChangeRequest, PublishedOutlook, Scenario } from "../generated/contract";
import { type Entries, newestFirst, overlaps, type Read } from "./history";
import { inputsOf } from "./inputs";

/** Scenario in force; empty for the plan as it stands. */
export function currentScenario(read: Read): string {
  const current = read("current_scenario");
  if (typeof current !== "string" || current === "") return "";
  const scenario = read(join("scenarios", current)) as Scenario | undefined;
  return scenario && !scenario.deleted ? current : "";
}

/** Key of an outlook among `outlooks`: of a campaign as it stands, under a scenario, or with a change request accepted. */
export function outlookKey(campaign: string, under: { scenario?: string; changeRequest?: string } = {}): string {
  if (under.changeRequest) return `${campaign}|change_request|${under.changeRequest}`;
  return under.scenario ? `${campaign}|scenario|${under.scenario}` : campaign;
}

/** What was written down last of a campaign under the scenario in force; of the plan as it stands where there is none. */
export function outlookOf(campaign: string, read: Read): PublishedOutlook | null {
  const scenario = currentScenario(read);
  for (const key of [outlookKey(campaign, { scenario }), outlookKey(campaign)]) {
    const found = read(join("outlooks", key));
    if (isRecord(found)) return found as unknown as PublishedOutlook;
  }
  return null;
}

/** Whether something that an outlook depends on is not any more as it was when the outlook was computed. */
export function isBehind(outlook: PublishedOutlook, read: Read): boolean {
  const digest = isDigest(outlook.inputs) ? inputsOf(outlook.campaign, read, assumed(outlook, read)) : null;
  return digest === null ? isChangedSince(outlook, read) : digest !== outlook.inputs;
}

function isDigest(inputs: string | undefined): boolean {
  return /^[0-9a-f]{8}-[0-9]+$/.test(inputs ?? "");
}

/** What an outlook was computed with beside the plan as it stands: a scenario, or what a request still proposes over it. */
function assumed({ scenario, change_request: request }: PublishedOutlook, read: Read): Changes {
  const current = request ? currentScenario(read) : scenario;
  const { changes = {} } = ((current && read(join("scenarios", current))) || {}) as Partial<Scenario>;
  const proposal = ((request && read(join("change_requests", request))) || {}) as Partial<ChangeRequest>;
  const open = Object.entries(proposal.changes ?? {}).filter(
    ([path]) => !Object.hasOwn(proposal.decisions ?? {}, path),
  );
  return { ...changes, ...Object.fromEntries(open.map(([path, { value }]) => [path, value])) };
}

/** The same by the history, where another program wrote a digest that this page does not know. */
function isChangedSince(outlook: PublishedOutlook, read: Read): boolean {
  const offer = String(read(join("campaigns", outlook.campaign, "offer")) ?? "");
  const inputs = ["period", "sales", "past_campaigns", "items", join("campaigns", outlook.campaign)];
  if (offer) inputs.push(join("offers", offer));
  if (outlook.scenario) inputs.push(join("scenarios", outlook.scenario));
  const concerns = (path: string) => inputs.some((one) => overlaps(one, path));
  const since = newestFirst(read("history") as Entries).filter(([, { at }]) => at > outlook.at);
  const before = new Map<string, unknown>();
  for (const [, { changes }] of since) {
    for (const [path, { old }] of Object.entries(changes)) if (concerns(path)) before.set(path, old);
  }
  return [...before].some(([path, old]) => !same(read(path) ?? null, old ?? null));
}
