# The features, ended before the build is: what is stopped by CodeBuild's own timeout uploads no report.
(
  cd "$CODEBUILD_SRC_DIR" || exit 1
  timeout --kill-after=60 "$TEST_TIMEOUT_SECONDS" \
    mvn --batch-mode --no-transfer-progress --strict-checksums --file e2e/pom.xml test -Dkarate.env=aws
  status=$?
  if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
    echo "the tests did not end within $TEST_TIMEOUT_SECONDS seconds"
  fi
  # A run that lost its scenarios is not a passed one.
  if [ "$status" -eq 0 ] && ! grep --quiet --recursive --include='*.xml' '<testcase' e2e/target/karate-reports; then
    echo 'no scenario ran: there is no test case in e2e/target/karate-reports'
    status=1
  fi
  exit "$status"
)
