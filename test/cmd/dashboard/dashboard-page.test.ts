import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dashboardPage } from '../../../cmd/dashboard/dashboard-page.ts';
import type { DashboardView } from '../../../cmd/dashboard/dashboard-view.ts';
import { runMetrics, stageMetricName } from '../../../cmd/dashboard/run-metrics.ts';
import { hostInUrl, isLoopback, TrustedHosts } from '../../../cmd/dashboard/trusted-hosts.ts';

const assets = { scripts: ['first()', 'second()'], style: 'p { color: red }' };

describe('dashboardPage', () => {
  test('keeps text of a log inside of its block', () => {
    const evil = '</script><script>alert(1)</script><!--';
    const view = { state: { runIds: [evil] }, runs: [] } as unknown as DashboardView;
    const { html } = dashboardPage(assets, view);
    expect(html.match(/<script/g)?.length).toBe(3);
    expect(html).not.toContain('alert(1)</script>');
    const block = /<script type="application\/json" id="view">(.*)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(block)).toEqual(view);
  });

  test('asks nobody when it holds its view, and its own server when it does not', () => {
    const view = { state: { runIds: [] }, runs: [] } as unknown as DashboardView;
    expect(dashboardPage(assets, view).policy).toContain("connect-src 'none'");
    const { policy, html } = dashboardPage(assets, undefined);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("default-src 'none'; script-src 'sha256-");
    expect(html).not.toContain('application/json');
  });

  test('refuses assets that would end their element', () => {
    expect(() => dashboardPage({ ...assets, scripts: ['"</script>"'] }, undefined)).toThrow(/holds a tag/);
    expect(() => dashboardPage({ ...assets, style: '</style>' }, undefined)).toThrow(/holds a tag/);
  });
});

describe('TrustedHosts', () => {
  test('trusts, takes the address it is bound to, and all of the machine when bound to all', () => {
    expect(new TrustedHosts('192.0.2.7', 80).trusts('192.0.2.7', undefined)).toBe(true);
    expect(new TrustedHosts('192.0.2.7', 8080).trusts('192.0.2.7', undefined)).toBe(false);
    expect(new TrustedHosts('192.0.2.7', 8080).trusts('192.0.2.8:8080', undefined)).toBe(false);
    expect(new TrustedHosts('0.0.0.0', 8080).trusts('127.0.0.1:8080', 'http://localhost:8080')).toBe(true);
    expect(new TrustedHosts('0.0.0.0', 8080).trusts(undefined, undefined)).toBe(false);
    expect(new TrustedHosts('2001:db8::1', 8080).trusts('[2001:db8::1]:8080', undefined)).toBe(true);
  });

  test('isLoopback and hostInUrl, know addresses', () => {
    expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '127.0.0.1.example', '::', '10.0.0.1'].some(isLoopback)).toBe(false);
    expect(hostInUrl('::1')).toBe('[::1]');
  });
});

interface GrafanaPanel {
  readonly targets: readonly { readonly expr: string }[];
}

describe('the Grafana dashboard', () => {
  test('names only metrics that are told, and most of them', () => {
    const path = new URL('../../../cmd/web/grafana-dashboard.json', import.meta.url);
    const text = readFileSync(path, 'utf8');
    const { panels } = JSON.parse(text) as { readonly panels: readonly GrafanaPanel[] };
    const told = new Set([...runMetrics.map(({ name }) => name), stageMetricName]);
    const named = new Set(text.match(/codefang_\w+/g));
    expect([...named].filter((name) => !told.has(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(15);
    expect(panels.every(({ targets }) => targets.length > 0 && targets.every(({ expr }) => expr !== ''))).toBe(true);
    const labels = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label));
    expect([...labels].sort()).toEqual(['repository', 'run_id', 'stage']);
  });

  test('metrics, are named as Prometheus asks', () => {
    const names = [...runMetrics.map(({ name }) => name), stageMetricName];
    expect(new Set(names).size).toBe(names.length);
    for (const { name, kind } of runMetrics) {
      expect(name).toMatch(/^codefang_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
    }
  });
});
