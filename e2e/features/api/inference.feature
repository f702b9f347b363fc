Feature: the inference API

  Background:
    * url apiUrl
    * def uuid_ = '#regex [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

  @smoke
  Scenario: health is answered without asking the model
    Given path 'health'
    When method get
    Then status 200
    And match response == { status: 'ok' }

  @smoke
  Scenario: an inference answers with the prediction, a request id and the latency
    Given path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then status 200
    And match response contains { requestId: '#(uuid_)', prediction: '#present', endpoint: '#string', latencyMs: '#number' }
    And assert response.latencyMs > 0

  Scenario: the record of an inference can be read afterwards
    Given path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then status 200
    * def answer = response

    Given path 'inference', answer.requestId
    And retry until responseStatus == 200
    When method get
    Then match response contains { requestId: '#(answer.requestId)', status: 'SUCCEEDED', latencyMs: '#(answer.latencyMs)' }
    And match response.prediction == answer.prediction
    And match response.input == firstSample
    # What only the service needs is not shown.
    And match response !contains { inputSha256: '#present' }

  Scenario: the same idempotency key gets the stored answer
    * def key = 'e2e-' + uuid()
    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = key
    And request firstSample
    When method post
    Then status 200
    * def answer = response

    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = key
    And request firstSample
    When method post
    Then status 200
    And match response == answer
    And match header idempotency-replayed == 'true'

  Scenario: an idempotency key cannot be used for another input
    * def key = 'e2e-' + uuid()
    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = key
    And request firstSample
    When method post
    Then status 200

    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = key
    And request secondSample
    When method post
    Then status 400
    And match response.error.code == 'idempotency-key-reused'
