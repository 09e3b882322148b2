// d3-scale asks for these in `tickFormat` only, which charts here never call: `base/format.ts` writes every number.
function unused(): never {
  throw new Error("Numbers are written by base/format.ts.");
}

export {
  unused as format,
  unused as formatPrefix,
  unused as formatSpecifier,
  unused as precisionFixed,
  unused as precisionPrefix,
  unused as precisionRound,
};
