import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Attribute that holds when a record expires, in seconds since the epoch. A record without it is kept. */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/** Settings of a {@link ResultTable}. */
export interface ResultTableProps {
  /** Who holds the key; a customer-managed one costs, and can be revoked. @default aws-owned */
  readonly encryption?: 'aws-owned' | 'customer-managed';
  /** What becomes of the records with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** The records of all inferences, one item for each request id. */
export class ResultTable extends Construct {
  /** The table: partition key `requestId`, time to live `expiresAt`. */
  readonly table: Table;
  /** Only with a customer-managed key. */
  readonly key?: Key;

  constructor(scope: Construct, id: string, props: ResultTableProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    const customerManaged = props.encryption === 'customer-managed';
    if (customerManaged) {
      // Kept as long as the table is: without its key, nothing in it can be read.
      this.key = new Key(this, 'Key', {
        description: 'Inference records',
        enableKeyRotation: true,
        removalPolicy,
      });
    }
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'requestId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: EXPIRY_ATTRIBUTE,
      // Both images: a record that expires is in the stream with its content.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: customerManaged ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.DEFAULT,
      encryptionKey: this.key,
      // Guards what the stack's own policy cannot: deletion by hand, and by a replacement.
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
    });
  }
}
