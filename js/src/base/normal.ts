/** The standard normal distribution in double precision. */

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

export function density(z: number): number {
  return Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
}

/** P(Z <= z). Hart's approximation as given by G. West, *Better approximations to cumulative normal functions* (2005). */
export function cumulative(z: number): number {
  const size = Math.abs(z);
  const tail = size > 37 ? 0 : Math.exp(-0.5 * size * size) * (size < 7.07106781186547 ? ratio(size) : fraction(size));
  return z > 0 ? 1 - tail : tail;
}

const UPPER = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const LOWER = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

function ratio(size: number): number {
  return polynomial(UPPER, size) / polynomial(LOWER, size);
}

function fraction(size: number): number {
  const inner = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
  return 1 / inner / ROOT_TWO_PI;
}

/** Value that Z exceeds with probability `1 - share`. Wichura, algorithm AS 241 (1988), PPND16. */
export function quantile(share: number): number {
  if (share <= 0) return Number.NEGATIVE_INFINITY;
  if (share >= 1) return Number.POSITIVE_INFINITY;
  const offset = share - 0.5;
  if (Math.abs(offset) <= 0.425) return middle(offset);
  const far = Math.sqrt(-Math.log(Math.min(share, 1 - share)));
  const size = far <= 5 ? rational(NEAR, far - 1.6) : rational(FAR, far - 5);
  return offset < 0 ? -size : size;
}

function middle(offset: number): number {
  return offset * rational(MIDDLE, 0.180625 - offset * offset);
}

type Rational = readonly [readonly number[], readonly number[]];

function rational([upper, lower]: Rational, at: number): number {
  return polynomial(upper, at) / polynomial(lower, at);
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], at: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * at + coefficient;
  return sum;
}

const MIDDLE: Rational = [
  [
    2.5090809287301226727e3, 3.343057558358812815e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
  ],
  [
    5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
  ],
];
const NEAR: Rational = [
  [
    7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
    6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
];
const FAR: Rational = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
    2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
  ],
];
