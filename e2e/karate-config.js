/**
 * Settings of the features. `preview`: a preview on this machine, whose addresses `npm run e2e` hands over.
 * `aws`: a deployment, whose addresses are outputs of its stacks; credentials come from the usual places.
 */
// biome-ignore lint/correctness/noUnusedVariables: Karate calls the function of this file
function fn() {
  const System = Java.type('java.lang.System');
  const Deployment = Java.type('inferwatch.Deployment');
  const variable = (name, otherwise) => System.getenv(name) || otherwise;
  const needed = (name) => System.getenv(name) || karate.fail(`${name} is not set: see e2e/README.md`);

  const env = karate.env || 'preview';
  if (env !== 'preview' && env !== 'aws') karate.fail(`karate.env is ${env}: write preview or aws`);
  const local = env === 'preview';
  const region =
    variable('AWS_REGION', variable('AWS_DEFAULT_REGION', local ? 'us-east-1' : null)) || needed('AWS_REGION');
  const prefix = variable('INFERWATCH_PREFIX', '');

  const config = {
    env,
    aws: local
      ? Deployment.inPreview(region, prefix, needed('INFERWATCH_AWS_ENDPOINT_URL'))
      : Deployment.inAws(region, prefix),
    statusUrl: local ? needed('INFERWATCH_STATUS_URL') : null,
    pageUrl: variable('INFERWATCH_PAGE_URL', local ? needed('INFERWATCH_STATUS_URL') : null),
    controlToken: local ? needed('INFERWATCH_CONTROL_TOKEN') : null,
    firstSample: karate.readAsString('classpath:features/samples/first.csv').trim(),
    secondSample: karate.readAsString('classpath:features/samples/second.csv').trim(),
    ringAlarms: variable('INFERWATCH_RING_ALARMS', '') === 'true',
    secondsFromNow: (seconds) => new Date(Date.now() + seconds * 1000).toISOString(),
    /** Milliseconds between two questions. */
    pauseMs: local ? 300 : 5000,
    /** Seconds that something may take; CloudWatch shows what was logged after a minute or two. */
    patienceSeconds: local ? 90 : 420,
    /** Asks again and again until the answer fits, and gives that answer; fails when patience is over. */
    eventually: (what, ask, fits) => {
      const started = Date.now();
      for (;;) {
        const answer = ask();
        if (fits(answer)) return answer;
        const seconds = karate.get('patienceSeconds');
        if (Date.now() - started > seconds * 1000) karate.fail(`in ${seconds} seconds it did not happen that ${what}`);
        Java.type('java.lang.Thread').sleep(karate.get('pauseMs'));
      }
    },
    uuid: () => `${Java.type('java.util.UUID').randomUUID()}`,
  };

  karate.configure('logModifier', new (Java.type('inferwatch.Mask'))());
  karate.configure('connectTimeout', 10000);
  // An API answers within 30 s, if only that it got no answer itself.
  karate.configure('readTimeout', 40000);
  karate.configure('retry', { count: 20, interval: 1000 });
  karate.configure('report', { showLog: true, showAllSteps: false });
  // Of a Chrome that runs already, as in images whose entry point starts it.
  const chromePort = variable('KARATE_CHROME_PORT', '');
  karate.configure('driver', {
    type: 'chrome',
    ...(chromePort === '' ? {} : { start: false, port: Number(chromePort) }),
    executable: variable('KARATE_CHROME', '/usr/bin/google-chrome'),
    headless: true,
    screenshotOnFailure: true,
    showDriverLog: false,
    addOptions: `--window-size=1280,1000 ${variable('KARATE_CHROME_ARGS', '')}`
      .split(' ')
      .filter((option) => option !== ''),
  });

  config.outputs = karate.callSingle('classpath:features/support/stack-outputs.feature', config).outputs;
  config.apiUrl = config.outputs.ApiUrl;
  const token = variable('INFERWATCH_API_TOKEN', null);
  karate.configure('headers', token ? { authorization: `Bearer ${token}` } : config.aws.signed('execute-api'));
  return config;
}
