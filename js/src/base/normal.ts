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
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const LOWER = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
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
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
];
const NEAR: Rational = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];
const FAR: Rational = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
];
