# What the tests ran on: the managed image's Chrome, Maven and AWS CLI change without notice.
java -version
mvn --version
aws --version
