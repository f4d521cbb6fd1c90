import { emitted, indexNamesOf } from './aws-metrics.ts';
import { packaged, type Resource, type Template } from './packaged.ts';

interface Metric {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string | object }[];
}

let template: Template;
beforeAll(async () => {
  const { templates } = await packaged({ args: ['--param', 'domain=base'] });
  template = templates['.'] as Template;
}, 120_000);

const ofType = (type: string) =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** The metrics that an alarm looks at. */
const metricsOf = ({ Properties }: Resource): Metric[] =>
  Properties.Metrics
    ? Properties.Metrics.flatMap(({ MetricStat }: { MetricStat?: { Metric: Metric } }) =>
        MetricStat ? [MetricStat.Metric] : [],
      )
    : [Properties];

const dimensionsOf = ({ Dimensions }: Metric) =>
  Dimensions.map(({ Name }) => Name)
    .toSorted()
    .join(' ');

describe('alarms', () => {
  it('look at metrics that AWS emits, with the dimensions that it emits them by', () => {
    const unknown = ofType('AWS::CloudWatch::Alarm').flatMap(([id, alarm]) =>
      metricsOf(alarm)
        .filter((metric) => {
          const known = emitted[`${metric.Namespace} ${metric.MetricName}`] ?? [];
          return !known.includes(dimensionsOf(metric));
        })
        .map(({ MetricName }) => `${id}: ${MetricName}`),
    );
    expect(ofType('AWS::CloudWatch::Alarm').length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('add up what is throttled of the table and of every index', () => {
    const [table] = ofType('AWS::DynamoDB::Table');
    const indexes = indexNamesOf(table?.[1]).map((name) => JSON.stringify(name));
    const places = ['the table', ...indexes];
    const alarm = template.Resources.TableThrottleAlarm as Resource;
    const watched = metricsOf(alarm).map(({ MetricName, Dimensions }) => {
      const index = Dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName');
      const place = index === undefined ? 'the table' : JSON.stringify(index.Value);
      return `${MetricName} of ${place}`;
    });
    expect(watched.toSorted()).toEqual(
      ['ReadThrottleEvents', 'WriteThrottleEvents']
        .flatMap((name) => places.map((place) => `${name} of ${place}`))
        .toSorted(),
    );
    for (const index of watched.keys()) {
      expect(alarm.Properties.Metrics[0].Expression).toContain(`FILL(count${index}, 0)`);
    }
  });

  it('tell somebody, each by itself or as a part of one that does', () => {
    const rules = ofType('AWS::CloudWatch::CompositeAlarm').map(([, { Properties }]) => {
      expect(Properties.AlarmActions).toEqual([{ Ref: 'AlarmTopic' }]);
      return JSON.stringify(Properties.AlarmRule);
    });
    const silent = ofType('AWS::CloudWatch::Alarm')
      .filter(([id, { Properties }]) => {
        const isPart = rules.some((rule) => rule.includes(`\${${id}}`));
        return !Properties.AlarmActions && !isPart;
      })
      .map(([id]) => id);
    expect(silent).toEqual([]);
  });

  it('are not there on dev', () => {
    expect(template).toMatchObject({
      Conditions: { HasAlarms: { 'Fn::Equals': ['off', 'on'] } },
    });
    const alarms = Object.values(template.Resources).filter(({ Type }) =>
      /^AWS::CloudWatch::.*Alarm$/.test(Type),
    );
    for (const alarm of alarms) expect(alarm).toMatchObject({ Condition: 'HasAlarms' });
  });
});
