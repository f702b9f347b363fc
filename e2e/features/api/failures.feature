@preview
Feature: what the API answers when a part of the pipeline fails

  The preview breaks the part on purpose; in AWS this would take a broken deployment.

  Background:
    * url apiUrl
    * def setFaults = (faults) => karate.call('classpath:features/support/faults.feature', { faults: faults })
    * configure afterScenario = () => karate.call('classpath:features/support/faults.feature', { faults: {} })

  Scenario Outline: <what> gets <status> <code>
    * setFaults(<faults>)
    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = 'e2e-' + uuid()
    And request firstSample
    When method post
    Then status <status>
    And match response.error contains { code: '<code>', message: '#string', requestId: '#string' }

    Examples:
      | what                            | faults                      | status | code                    |
      | an endpoint at its capacity     | { endpointThrottleRate: 1 } | 429    | endpoint-throttled      |
      | a model that fails              | { modelErrorRate: 1 }       | 502    | model-error             |
      | a table that takes no claim     | { tableThrottleRate: 1 }    | 503    | idempotency-unavailable |
      | a model that does not answer    | { modelLatencyMs: 30000 }   | 504    | model-timeout           |

  Scenario: a failed inference leaves a record that says so
    * setFaults({ modelErrorRate: 1 })
    Given path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then status 502

    Given path 'inference', response.error.requestId
    And retry until responseStatus == 200
    When method get
    Then match response contains { status: 'FAILED', error: { code: 'model-error', message: '#string' } }

  Scenario: predictions are given while the table takes no records, which arrive later
    * setFaults({ tableThrottleRate: 1 })
    Given path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then status 200
    * def requestId = response.requestId

    * setFaults({})
    Given path 'inference', requestId
    And retry until responseStatus == 200
    When method get
    Then match response.status == 'SUCCEEDED'
