type Schema = Readonly<Record<string, unknown>>;

/** Faults of a value by the part of JSON Schema that the chunk log uses; other words are a fault. */
export function schemaFaults(schema: Schema, value: unknown, at = '$'): string[] {
  const faults: string[] = [];
  for (const [word, rule] of Object.entries(schema)) {
    const check = checks[word];
    if (check === undefined) faults.push(`${at}: unknown word ${word}`);
    else faults.push(...check(rule, value, at));
  }
  return faults;
}

type Check = (rule: unknown, value: unknown, at: string) => string[];

const nothing: Check = () => [];

const checks: Readonly<Record<string, Check>> = {
  $schema: nothing,
  $id: nothing,
  title: nothing,
  description: nothing,
  unit: nothing,
  examples: nothing,
  type: (rule, value, at) => {
    const types = Array.isArray(rule) ? rule : [rule];
    return types.some((type) => isOf(type, value)) ? [] : [`${at}: not ${types.join(' or ')}`];
  },
  const: (rule, value, at) => (rule === value ? [] : [`${at}: not ${String(rule)}`]),
  enum: (rule, value, at) => ((rule as unknown[]).includes(value) ? [] : [`${at}: not of ${String(rule)}`]),
  minimum: (rule, value, at) =>
    typeof value !== 'number' || value >= (rule as number) ? [] : [`${at}: below ${String(rule)}`],
  // Patterns are of texts; what is no text passes.
  pattern: (rule, value, at) =>
    typeof value !== 'string' || new RegExp(rule as string).test(value) ? [] : [`${at}: does not match`],
  required: (rule, value, at) =>
    (rule as string[]).filter((name) => !Object.hasOwn(recordOf(value), name)).map((name) => `${at}: lacks ${name}`),
  properties: (rule, value, at) => {
    const record = recordOf(value);
    return Object.entries(rule as Record<string, Schema>).flatMap(([name, schema]) =>
      Object.hasOwn(record, name) ? schemaFaults(schema, record[name], `${at}.${name}`) : [],
    );
  },
  propertyNames: (rule, value, at) =>
    Object.keys(recordOf(value)).flatMap((name) => schemaFaults(rule as Schema, name, `${at}.${name}`)),
  // Beside `properties` it stands for "no others" here.
  additionalProperties: (rule, value, at) =>
    Object.entries(recordOf(value)).flatMap(([name, field]) =>
      rule === false ? [] : schemaFaults(rule as Schema, field, `${at}.${name}`),
    ),
  items: (rule, value, at) =>
    Array.isArray(value) ? value.flatMap((item, index) => schemaFaults(rule as Schema, item, `${at}[${index}]`)) : [],
  oneOf: (rule, value, at) => {
    const answers = (rule as Schema[]).map((schema) => schemaFaults(schema, value, at));
    const fitting = answers.filter((faults) => faults.length === 0);
    return fitting.length === 1 ? [] : [`${at}: fits ${fitting.length} of ${answers.length}`];
  },
};

function isOf(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (Array.isArray(value)) return type === 'array';
  if (value === null) return false;
  return typeof value === type;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
