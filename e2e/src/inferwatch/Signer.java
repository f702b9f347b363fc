package inferwatch;

import com.intuit.karate.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Signs Karate's requests with AWS Signature Version 4: a Java function for {@code configure headers}, which Karate calls
 * with each request before it goes out. Credentials come from the default chain (environment, profile, the container of a
 * CodeBuild build). The preview's API takes signatures of the preview's own credentials, and its services are told apart
 * by them.
 *
 * <p>Signed are the host and what AWS adds; the content type is not, because the HTTP client may still add a charset.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">SigV4</a>
 */
public final class Signer implements Function<Object, Object> {
  private static final AwsCredentialsProvider DUMMIES =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("preview", "preview"));
  private static final AwsCredentialsProvider CREDENTIALS = DefaultCredentialsProvider.builder().build();
  private static final Set<String> NOT_FOR_THE_CLIENT = Set.of("host", "content-length");

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsProvider credentials;
  private final String service;
  private final String region;

  private Signer(AwsCredentialsProvider credentials, String service, String region) {
    this.credentials = credentials;
    this.service = service;
    this.region = region;
  }

  /** With the caller's credentials, for a service's signing name such as {@code execute-api}. */
  public static Signer of(String service, String region) {
    return new Signer(CREDENTIALS, service, region);
  }

  /** With the credentials of the preview, which open nothing else. */
  public static Signer dummy(String service, String region) {
    return new Signer(DUMMIES, service, region);
  }

  @Override
  public Object apply(Object request) {
    return headersFor((HttpRequest) request);
  }

  Map<String, String> headersFor(HttpRequest request) {
    byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
    var unsigned = SdkHttpRequest.builder()
        .uri(URI.create(request.getUrl()))
        .method(SdkHttpMethod.fromValue(request.getMethod()));
    // A request without headers has none at all, not an empty map.
    Map<String, List<String>> given = request.getHeaders() == null ? Map.of() : request.getHeaders();
    given.forEach((name, values) -> {
      if (name.toLowerCase().startsWith("x-amz-")) unsigned.putHeader(name, values);
    });
    var signed = signer.sign(it -> it
        .identity(credentials.resolveCredentials())
        .request(unsigned.build())
        .payload(() -> new ByteArrayInputStream(body))
        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    Map<String, String> headers = new HashMap<>();
    signed.request().headers().forEach((name, values) -> {
      if (!NOT_FOR_THE_CLIENT.contains(name.toLowerCase())) headers.put(name, String.join(",", values));
    });
    return headers;
  }
}
