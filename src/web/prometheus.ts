/** One measurement with its values. */
export interface Metric {
  /** `paperboy_deliveries`. */
  name: string;
  help: string;
  values: { labels?: Record<string, string>; value: number }[];
}

/** Everything is what it is now, and may rise or fall. */
const TYPE = 'gauge';

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Measurements in the text format of Prometheus; those without a value are left out. */
export function prometheus(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ values }) => values.length > 0)
    .map(({ name, help, values }) => {
      const lines = values.map(({ labels = {}, value }) => `${name}${written(labels)} ${value}`);
      return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${TYPE}`, ...lines, ''].join('\n');
    })
    .join('');
}

function written(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, text]) => `${name}="${escaped(text).replace(/"/g, '\\"')}"`,
  );
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}
