/**
 * Where SageMaker's built-in XGBoost container lives in each region. Free of CDK, so that `lib/` can import it.
 *
 * Source of accounts, repository and tag: `sagemaker-core/src/sagemaker/core/image_uri_config/xgboost.json`
 * (`inference.versions["3.0-5"]`) in https://github.com/aws/sagemaker-python-sdk at commit
 * a24812666d258d9d19c9a82d0c9385ca0bd3ba01 (2026-08-21).
 * The file lists the same accounts for every version from 0.90-1 to 3.2-0.
 */

/** The container that the sample model was made for and checked with. */
export const XGBOOST_CONTAINER = {
  repository: 'sagemaker-xgboost',
  /** Version of the container and tag of its image. */
  version: '3.0-5',
  /** Version of XGBoost in it. */
  xgboostVersion: '3.0.5',
} as const;

/** Account of the registry by region. */
export const XGBOOST_REGISTRY_ACCOUNTS: Readonly<Record<string, string>> = {
  'af-south-1': '510948584623',
  'ap-east-1': '651117190479',
  'ap-northeast-1': '354813040037',
  'ap-northeast-2': '366743142698',
  'ap-northeast-3': '867004704886',
  'ap-south-1': '720646828776',
  'ap-south-2': '628508329040',
  'ap-southeast-1': '121021644041',
  'ap-southeast-2': '783357654285',
  'ap-southeast-3': '951798379941',
  'ap-southeast-4': '106583098589',
  'ca-central-1': '341280168497',
  'ca-west-1': '190319476487',
  'cn-north-1': '450853457545',
  'cn-northwest-1': '451049120500',
  'eu-central-1': '492215442770',
  'eu-central-2': '680994064768',
  'eu-north-1': '662702820516',
  'eu-south-1': '978288397137',
  'eu-south-2': '104374241257',
  'eu-west-1': '141502667606',
  'eu-west-2': '764974769150',
  'eu-west-3': '659782779980',
  'il-central-1': '898809789911',
  'me-central-1': '272398656194',
  'me-south-1': '801668240914',
  'sa-east-1': '737474898029',
  'us-east-1': '683313688378',
  'us-east-2': '257758044811',
  'us-gov-east-1': '237065988967',
  'us-gov-west-1': '414596584902',
  'us-iso-east-1': '833128469047',
  'us-isob-east-1': '281123927165',
  'us-isof-east-1': '108575199400',
  'us-isof-south-1': '124985052026',
  'us-west-1': '746614075791',
  'us-west-2': '246618743249',
};

/**
 * Domains of the partitions, longest prefix first.
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html; a test compares them with CDK's region facts.
 */
const DOMAINS: readonly (readonly [regionPrefix: string, domain: string])[] = [
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-iso-', 'c2s.ic.gov'],
  ['cn-', 'amazonaws.com.cn'],
];

const DEFAULT_DOMAIN = 'amazonaws.com';

/**
 * URI of the built-in XGBoost image in a region, for example
 * `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.0-5`.
 *
 * The image is built for x86-64: it runs on serverless endpoints and on all instance types but Graviton's (the source
 * lists Graviton images for 1.3-1 and 1.5-1 only).
 *
 * @returns undefined for a region that the source does not list
 */
export function xgboostImage(region: string): string | undefined {
  const account = Object.hasOwn(XGBOOST_REGISTRY_ACCOUNTS, region) ? XGBOOST_REGISTRY_ACCOUNTS[region] : undefined;
  if (account === undefined) {
    return undefined;
  }
  const domain = DOMAINS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? DEFAULT_DOMAIN;
  return `${account}.dkr.ecr.${region}.${domain}/${XGBOOST_CONTAINER.repository}:${XGBOOST_CONTAINER.version}`;
}
