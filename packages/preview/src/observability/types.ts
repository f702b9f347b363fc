/** What the observability parts show to the rest of the preview: messages, log events, alarm states and their history. */

/** The slice of a resolved resource that the services and the alarms read; `ResolvedResource` of the assembly fits it. */
export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  readonly arn: string;
  /** Properties with every intrinsic function resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The slice of a resolved assembly that the services and the alarms read; `ResolvedAssembly` fits it. */
export interface TemplateResources {
  readonly account: string;
  readonly region: string;
  ofType(type: string): readonly TemplateResource[];
}

/** A message that SNS would have sent to a person. */
export interface InboxMessage {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly channel: 'email' | 'sms';
  /** E-mail address or phone number. */
  readonly to: string;
  /** Empty for an SMS. */
  readonly subject: string;
  readonly body: string;
  /** Topic that the message came through; empty for an SMS that was published straight to a phone number. */
  readonly topicArn: string;
}

/** A subscription of a topic, from `AWS::SNS::Subscription` or the `Subscription` list of `AWS::SNS::Topic`. */
export interface TopicSubscription {
  readonly topicArn: string;
  /** `email`, `email-json`, `sms`, `sqs`, `lambda`, `https`, … */
  readonly protocol: string;
  readonly endpoint: string;
  readonly arn: string;
  /** Nobody confirms an e-mail here: those of the templates count as confirmed, those made later never are. */
  readonly confirmed: boolean;
  /** The message alone, without SNS's envelope around it. */
  readonly raw: boolean;
}

/** One line of a log stream. */
export interface LogEvent {
  readonly logGroup: string;
  readonly logStream: string;
  /** Virtual milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogQuery {
  /** @default - every log group */
  readonly logGroup?: string;
  /** @default - every stream of the group */
  readonly logStream?: string;
  /** The newest so many events. @default 100 */
  readonly limit?: number;
}
