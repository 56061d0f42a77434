/** Below it Java writes an exponent. */
const plainMin = 1e-3;

/** A number from 0 to 1 million as Java prints a double: `1.0`, `0.67`, `2.0E-4`. */
export function javaDouble(value: number): string {
  if (Number.isInteger(value)) return `${value}.0`;
  if (value >= plainMin) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}
