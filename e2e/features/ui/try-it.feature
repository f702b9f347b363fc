Feature: a person sends a sample by hand

  The page is our own: the preview's console. It sends through its own server, so its security policy stays strict.

  Background:
    * def page = pageUrl
    * if (!page) karate.abort()
    * def inferences = page + '/#/inferences'

  Scenario: the page loads, a sample is sent, and the answer appears
    Given driver inferences
    Then match driver.title contains 'Inferwatch'
    And waitForText('#connection', 'live')

    # The first sample is chosen already.
    When waitForEnabled('#try-send').click()
    Then waitForText('#try-answer', 'Answered')
    And match text('#try-request-id') == '#regex [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
    And match text('#try-latency') contains 'ms in the model'
    And match text('#try-prediction') == '#regex .+'
    * scroll('#try-answer')
    * driver.screenshot()

    # What the person sees is what is stored.
    * def requestId = text('#try-request-id')
    Given url apiUrl
    And path 'inference', requestId
    And retry until responseStatus == 200
    When method get
    Then match response.status == 'SUCCEEDED'

  Scenario: a mistake in what was pasted is explained
    Given driver inferences
    And waitForText('#connection', 'live')
    When clear('#try-body')
    And input('#try-body', 'not,a,number')
    And click('#try-send')
    Then waitForText('#try-answer', 'model-rejected-input')
    And match text('#try-problem') contains 'check it against what the model expects'
    * scroll('#try-answer')
    * driver.screenshot()
