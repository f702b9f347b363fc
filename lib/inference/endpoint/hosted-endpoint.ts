import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PredefinedMetric, ScalableTarget, ServiceNamespace } from 'aws-cdk-lib/aws-applicationautoscaling';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { endpointLogGroupName } from '../../shared/names.ts';
import type { ContainerImage } from './container-image.ts';
import { DataCapture } from './data-capture.ts';
import { DEFAULT_HOSTING, type EndpointAutoscaling, type EndpointHosting } from './hosting.ts';
import { DEFAULT_VARIANT, type InferenceEndpoint } from './inference-endpoint.ts';
import type { ModelArtifact } from './model-artifact.ts';

/** Settings of a {@link HostedEndpoint}. */
export interface HostedEndpointProps {
  /** A fixed name, so that the log group (which SageMaker names after it) exists with its retention before it does. */
  readonly endpointName: string;
  /** The trained model: {@link localArtifact} or {@link existingArtifact}. */
  readonly artifact: ModelArtifact;
  /** What serves it: {@link ecrImage} or {@link regionalImage}. */
  readonly image: ContainerImage;
  /** Variables of the inference container. @default - none */
  readonly containerEnvironment?: Readonly<Record<string, string>>;
  /** What the endpoint runs on. @default DEFAULT_HOSTING */
  readonly hosting?: EndpointHosting;
  /** Store inputs and outputs in a bucket; instances only. @default false */
  readonly dataCapture?: boolean;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** What becomes of captured data with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A model on a SageMaker endpoint of our own.
 *
 * Model and endpoint configuration cannot be changed in SageMaker, so they carry no name: a change makes new ones, the
 * endpoint rolls over to them, and CloudFormation deletes the old ones afterwards.
 */
export class HostedEndpoint extends Construct implements InferenceEndpoint {
  /** Name of the endpoint. */
  readonly endpointName: string;
  readonly variantName = DEFAULT_VARIANT;
  /** What it runs on: SageMaker publishes other metrics for each. */
  readonly hosting: 'serverless' | 'instance';
  /** What the container prints. */
  readonly logGroup: LogGroup;
  /** What the container may do. */
  readonly role: Role;
  /** The resource of the template. */
  readonly endpoint: CfnEndpoint;
  /** Only with data capture. */
  readonly dataCapture?: DataCapture;

  constructor(scope: Construct, id: string, props: HostedEndpointProps) {
    super(scope, id);
    const hosting = props.hosting ?? DEFAULT_HOSTING;
    if (props.dataCapture && hosting.type === 'serverless') {
      throw new Error(
        'a serverless endpoint cannot capture data; host the model on an instance or set dataCapture false',
      );
    }
    this.endpointName = props.endpointName;
    this.hosting = hosting.type;
    // Deleted with the endpoint even where data is kept: SageMaker fixes the name, so a log group that is left behind
    // would stop the next deployment. It holds what the container prints, not the records.
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: endpointLogGroupName(props.endpointName),
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.createRole(props);
    if (props.dataCapture) {
      this.dataCapture = new DataCapture(this, 'DataCapture', { removalPolicy: props.removalPolicy });
      this.dataCapture.grantWrite(this.role);
    }
    const config = this.createConfig(this.createModel(props), hosting);
    this.endpoint = new CfnEndpoint(this, 'Endpoint', {
      endpointName: props.endpointName,
      endpointConfigName: config.attrEndpointConfigName,
      // Scaling owns the instance count: a new model must not set it back to the first count.
      retainAllVariantProperties: hosting.type === 'instance' && hosting.autoscaling !== undefined ? true : undefined,
    });
    this.endpoint.node.addDependency(this.logGroup);
    if (hosting.type === 'instance' && hosting.autoscaling !== undefined) this.addAutoscaling(hosting.autoscaling);
  }

  private createModel(props: HostedEndpointProps): CfnModel {
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: this.role.roleArn,
      primaryContainer: {
        image: props.image.imageUri,
        modelDataUrl: props.artifact.url,
        environment: props.containerEnvironment,
      },
    });
    // SageMaker pulls image and artifact with the role as soon as the endpoint is made.
    model.node.addDependency(this.role);
    return model;
  }

  private createConfig(model: CfnModel, hosting: EndpointHosting): CfnEndpointConfig {
    const variant = { modelName: model.attrModelName, variantName: this.variantName, initialVariantWeight: 1 };
    return new CfnEndpointConfig(this, 'Config', {
      productionVariants: [
        hosting.type === 'serverless'
          ? {
              ...variant,
              serverlessConfig: { memorySizeInMb: hosting.memoryMb, maxConcurrency: hosting.maxConcurrency },
            }
          : { ...variant, instanceType: hosting.instanceType, initialInstanceCount: hosting.count },
      ],
      dataCaptureConfig: this.dataCapture?.config(),
    });
  }

  /**
   * What SageMaker may do for the endpoint: AWS's list for CreateModel, each action on the one thing it is needed for;
   * no logs:CreateLogGroup, since the group exists.
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
   */
  private createRole(props: HostedEndpointProps): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    const statements = [
      { actions: ['s3:GetObject'], resources: [props.artifact.objectArn] },
      {
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        resources: [props.image.repositoryArn],
      },
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      },
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } },
      },
    ];
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'ecr:GetAuthorizationToken and cloudwatch:PutMetricData name no resource; the metrics are held to the /aws/sagemaker/ namespaces by a condition',
    );
    return role;
  }

  private addAutoscaling(autoscaling: EndpointAutoscaling): void {
    const target = new ScalableTarget(this, 'Scaling', {
      serviceNamespace: ServiceNamespace.SAGEMAKER,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${this.endpointName}/variant/${this.variantName}`,
      minCapacity: autoscaling.min,
      maxCapacity: autoscaling.max,
      role: this.scalingRole(),
    });
    target.scaleToTrackMetric('InvocationsPerInstance', {
      predefinedMetric: PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
      targetValue: autoscaling.invocationsPerInstance,
      // Out at once, in slowly: an instance takes minutes to start, and traffic that pauses mostly comes back.
      scaleOutCooldown: Duration.minutes(1),
      scaleInCooldown: Duration.minutes(5),
    });
    target.node.addDependency(this.endpoint);
  }

  /**
   * The role that Application Auto Scaling makes for itself; no other can be used for SageMaker endpoints.
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
   */
  private scalingRole(): IRole {
    const resourceName =
      'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';
    const arn = Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName });
    return Role.fromRoleArn(this, 'ScalingRole', arn, { mutable: false });
  }
}
