Feature: each inference has one line in the log, which names it in every way that AWS does

  Background:
    * def lines = (logGroup, text) => karate.call('classpath:features/support/log-lines.feature', { logGroup: logGroup, text: text }).lines
    * def ofInference = (found) => found.filter((line) => line.message === 'inference')

  Scenario: one line for each request id, with function, endpoint and outcome
    * def answers = karate.repeat(3, () => karate.call('classpath:features/support/infer.feature').response)
    * def check =
      """
      (answer) => {
        const find = () => ofInference(lines(outputs.FunctionLogGroup, answer.requestId));
        const found = eventually('the line arrives', find, (these) => these.length > 0);
        const { requestId, endpoint, latencyMs } = answer;
        return karate.match(found, [{ requestId, endpoint, latencyMs, outcome: 'succeeded', httpStatus: 200 }].map(() => '#object')).pass
          && found[0].requestId === requestId && found[0].endpoint === endpoint && found[0].latencyMs === latencyMs
          && found[0].outcome === 'succeeded' && found[0].functionRequestId && found[0].apiRequestId;
      }
      """
    * match each answers == '#? check(_)'
