/**
 * Address of an image in Amazon ECR: `<account>.dkr.ecr.<region>.<domain>/<repository>:<tag>` or `@sha256:<digest>`.
 * In a module of its own, free of CDK, because the settings are checked against it too.
 */
export const ECR_IMAGE_PATTERN =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?)\/([a-z0-9][a-z0-9._/-]*)(?::[\w][\w.-]{0,127}|@sha256:[a-f0-9]{64})$/;
