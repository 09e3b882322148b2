/** `LTOPLAN_EXPLORE=1` draws new cases for the properties; otherwise each run draws the same. */
import { configureGlobal } from "fast-check";

configureGlobal(process.env.LTOPLAN_EXPLORE ? {} : { seed: 20261122 });
