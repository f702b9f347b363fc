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
        const [line] = found;
        return found.length === 1 && line.requestId === answer.requestId && line.endpoint === answer.endpoint
          && line.latencyMs === answer.latencyMs && line.outcome === 'succeeded' && line.httpStatus === 200
          && !!line.functionRequestId && !!line.apiRequestId;
      }
      """
    * match each answers == '#? check(_)'

  Scenario: the endpoint's log names the request too
    * def answer = karate.call('classpath:features/support/infer.feature').response
    * def logGroup = '/aws/sagemaker/Endpoints/' + answer.endpoint
    * eventually('the line arrives', () => lines(logGroup, answer.requestId), (found) => found.length > 0)
