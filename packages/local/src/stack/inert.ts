import type { Properties } from './properties.ts';
import type { Made, ResourceContext } from './resource.ts';

/** A type that has no local effect, but that other resources may refer to. */
export interface InertType {
  /** Why nothing is made of it. */
  readonly reason: string;
  made(properties: Properties, context: ResourceContext): Made;
}

const network = 'functions and jobs are processes on this machine and use its network';
const metrics = 'there is no CloudWatch locally';
const keys = 'nothing is encrypted locally';
const rules = 'the local event bus has no rules: nothing is delivered to its targets';

/** One line per type; what Ref and Fn::GetAtt give is in the type's page of the template reference. */
export const inertTypes: Readonly<Record<string, InertType>> = {
  'AWS::CloudWatch::Alarm': { reason: metrics, made: named('AlarmName', 255, 'cloudwatch', 'alarm:') },
  'AWS::CloudWatch::CompositeAlarm': {
    reason: metrics,
    made: named('AlarmName', 255, 'cloudwatch', 'alarm:'),
  },
  'AWS::CloudWatch::Dashboard': {
    reason: metrics,
    made: named('DashboardName', 255, 'cloudwatch', 'dashboard/'),
  },
  'AWS::EC2::InternetGateway': { reason: network, made: identified('igw', 'InternetGatewayId') },
  'AWS::EC2::Route': { reason: network, made: route },
  'AWS::EC2::RouteTable': { reason: network, made: identified('rtb', 'RouteTableId') },
  'AWS::EC2::SecurityGroup': { reason: network, made: identified('sg', 'GroupId', ['Id'], ['VpcId']) },
  'AWS::EC2::SecurityGroupEgress': { reason: network, made: identified('sgr', 'Id') },
  'AWS::EC2::SecurityGroupIngress': { reason: network, made: identified('sgr', 'Id') },
  'AWS::EC2::Subnet': {
    reason: network,
    made: identified('subnet', 'SubnetId', [], ['AvailabilityZone', 'CidrBlock', 'VpcId']),
  },
  'AWS::EC2::SubnetRouteTableAssociation': { reason: network, made: identified('rtbassoc', 'Id') },
  'AWS::EC2::VPC': { reason: network, made: identified('vpc', 'VpcId', [], ['CidrBlock']) },
  'AWS::EC2::VPCEndpoint': { reason: network, made: identified('vpce', 'Id') },
  'AWS::EC2::VPCGatewayAttachment': { reason: network, made: identified('attachment', 'AttachmentType') },
  'AWS::Events::Rule': { reason: rules, made: named('Name', 64, 'events', 'rule/') },
  'AWS::KMS::Alias': { reason: keys, made: named('AliasName', 256, 'kms', '') },
  'AWS::KMS::Key': { reason: keys, made: key },
  'AWS::Logs::MetricFilter': { reason: metrics, made: named('FilterName', 512, 'logs', 'metric-filter:') },
  'AWS::Logs::QueryDefinition': { reason: metrics, made: named('Name', 255, 'logs', 'query-definition:') },
  'AWS::Logs::ResourcePolicy': {
    reason: metrics,
    made: named('PolicyName', 255, 'logs', 'resource-policy:'),
  },
};

/** A resource that Ref gives by its name; its `namedBy` property, else a name of its own. */
function named(namedBy: string, maxLength: number, service: string, before: string): InertType['made'] {
  return (properties, { config, nameUpTo }) => {
    const name = properties.optionalText(namedBy) ?? nameUpTo(maxLength);
    const Arn = `arn:aws:${service}:${config.region}:${config.accountId}:${before}${name}`;
    return { physicalId: name, attributes: { Arn } };
  };
}

/** A resource that Ref gives by an id such as `vpc-0123456789abcdef0`; `copied` attributes are properties of that name. */
function identified(
  prefix: string,
  idAttribute: string,
  alsoIds: readonly string[] = [],
  copied: readonly string[] = [],
): InertType['made'] {
  return (properties, { digits }) => {
    const id = `${prefix}-${digits(17)}`;
    const ids = [idAttribute, ...alsoIds].map((attribute) => [attribute, id]);
    const copies = copied.flatMap((name) => {
      const value = properties.optionalText(name);
      return value === undefined ? [] : [[name, value]];
    });
    return { physicalId: id, attributes: Object.fromEntries([...ids, ...copies]) };
  };
}

function route(properties: Properties): Made {
  const CidrBlock = properties.optionalText('DestinationCidrBlock') ?? 'other';
  return { physicalId: `${properties.text('RouteTableId')}|${CidrBlock}`, attributes: { CidrBlock } };
}

function key(_properties: Properties, { config, digits }: ResourceContext): Made {
  const KeyId = digits(32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return {
    physicalId: KeyId,
    attributes: { Arn: `arn:aws:kms:${config.region}:${config.accountId}:key/${KeyId}`, KeyId },
  };
}
