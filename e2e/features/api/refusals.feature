Feature: what the API refuses, and why

  Background:
    * url apiUrl
    * def uuid_ = '#regex [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

  Scenario Outline: <what> gets <status> <code>
    Given path 'inference'
    And header content-type = '<type>'
    And request <body>
    When method post
    Then status <status>
    And match response == { error: { code: '<code>', message: '#string', requestId: '#(uuid_)' } }

    Examples:
      | what                        | type             | body                  | status | code                     |
      | a body of white space       | text/csv         | ' '                   | 400    | empty-body               |
      | broken JSON                 | application/json | '{"instances": ['     | 400    | malformed-json           |
      | CSV with a null character   | text/csv         | '1,\u0000'            | 400    | malformed-csv            |
      | input that the model refuses | text/csv        | 'not,a,number'        | 400    | model-rejected-input     |
      | another content type        | application/xml  | '<pixels/>'           | 415    | unsupported-content-type |
      | more than 5 MB              | text/csv         | '1,'.repeat(2700000)  | 413    | body-too-large           |

  Scenario: an idempotency key with other characters gets 400
    Given path 'inference'
    And header content-type = 'text/csv'
    And header idempotency-key = 'two words'
    And request firstSample
    When method post
    Then status 400
    And match response.error.code == 'invalid-idempotency-key'

  Scenario: a record that does not exist gets 404
    Given path 'inference', uuid()
    When method get
    Then status 404
    And match response.error.code == 'not-found'

  Scenario: a route that does not exist gets the gateway's own 404
    Given path 'nothing'
    When method get
    Then status 404
    And match response == { message: 'Not Found' }

  Scenario: a request without credentials is refused
    * configure headers = null
    Given path 'inference'
    And header content-type = 'text/csv'
    And request firstSample
    When method post
    Then assert responseStatus == 401 || responseStatus == 403
