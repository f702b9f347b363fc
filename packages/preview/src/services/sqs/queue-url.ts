/** `https://sqs.<region>.amazonaws.com/` (or `.amazonaws.com.cn`), as `Ref` of a queue gives it. */
const AWS_QUEUE_HOST = /https:\/\/(?:sqs\.[a-z0-9-]+|[a-z0-9-]+\.queue)\.amazonaws\.com(?:\.cn)?(?=\/)/g;

/**
 * Points every queue URL in a text at the loopback endpoint. The SDK for JavaScript sends a request to the host of the
 * queue URL whenever the endpoint is only set through `AWS_ENDPOINT_URL`, so a URL of AWS in a function's environment
 * would leave the machine.
 */
export function toLoopbackQueueUrls(text: string, endpointUrl: string): string {
  return text.replace(AWS_QUEUE_HOST, endpointUrl.replace(/\/$/, ''));
}

/** Last part of the path: the queue's name, whatever the host is. */
export function queueNameOf(queueUrl: string): string {
  return queueUrl.split('/').at(-1) ?? '';
}
