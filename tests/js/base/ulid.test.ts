import { afterEach, describe, expect, it, vi } from "vitest";
import { timeOf, ulid } from "../../../js/src/base/ulid";

afterEach(() => vi.useRealTimers());

describe("ulid", () => {
  it("ascends, also within a millisecond", () => {
    vi.useFakeTimers();
    const ids = Array.from({ length: 500 }, () => ulid());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(500);
  });

  it("tells its moment", () => {
    vi.useFakeTimers({ now: Date.now() + 60_000 });
    expect(timeOf(ulid())).toBe(Date.now());
    expect(timeOf("launch")).toBeNaN();
  });

  it("comes after another computer's id, whose clock is ahead, but not after one of a broken clock", () => {
    const ahead = `${ulid().slice(0, 8)}ZZ${"Z".repeat(16)}`;
    const next = ulid(ahead);
    expect(next > ahead).toBe(true);
    expect(next).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(ulid("7".padEnd(26, "Z")) < "7").toBe(true);
  });
});
