import { RegionInfo } from 'aws-cdk-lib/region-info';
import { describe, expect, it } from 'vitest';
import { XGBOOST_REGISTRY_ACCOUNTS, xgboostImage } from '../xgboost-images.ts';

const regions = Object.keys(XGBOOST_REGISTRY_ACCOUNTS);

describe('the XGBoost image', () => {
  it('has the address that the SageMaker SDK gives for us-east-1', () => {
    expect(xgboostImage('us-east-1')).toBe('683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.0-5');
  });

  it.each(regions)('in %s is in the domain of its partition', (region) => {
    const domain = RegionInfo.get(region).domainSuffix;

    expect(xgboostImage(region)).toContain(`.dkr.ecr.${region}.${domain}/`);
  });

  it('is in an account of twelve digits in every region', () => {
    expect(Object.values(XGBOOST_REGISTRY_ACCOUNTS).every((account) => /^\d{12}$/.test(account))).toBe(true);
    expect(regions).toHaveLength(37);
  });

  it.each(['mars-north-1', '', '__proto__', 'toString'])('is undefined for the unknown region "%s"', (region) => {
    expect(xgboostImage(region)).toBeUndefined();
  });
});
