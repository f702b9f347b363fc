import { createServer } from 'node:http';

/**
 * A model endpoint, a table and CloudWatch that take everything and answer at once, in a process of their own: what is
 * measured is the function, not the services. Tells its parent the port.
 */
const PREDICTION = JSON.stringify({ score: Array.from({ length: 10 }, (_, digit) => 1 / (digit + 2)) });

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.url?.startsWith('/endpoints/')) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-amzn-invoked-production-variant': 'AllTraffic',
        'content-length': PREDICTION.length,
      });
      response.end(PREDICTION);
    } else {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': 2 }).end('{}');
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
