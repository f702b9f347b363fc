package inferwatch;

/**
 * Where the features find AWS: its own endpoints, or the one behind which a preview keeps every service. An object of
 * Java, because Karate hands functions of JavaScript on without what they had closed over.
 */
public final class Deployment {
  private final String region;
  private final String prefix;
  private final String previewEndpoint;

  private Deployment(String region, String prefix, String previewEndpoint) {
    this.region = region;
    this.prefix = prefix;
    this.previewEndpoint = previewEndpoint;
  }

  /** A deployment in AWS; the prefix is the one of its settings, empty if it has none. */
  public static Deployment inAws(String region, String prefix) {
    return new Deployment(region, prefix, null);
  }

  /** A preview, by the address of its AWS services. */
  public static Deployment inPreview(String region, String prefix, String endpoint) {
    return new Deployment(region, prefix, endpoint);
  }

  /** Address of a service's requests. */
  public String url(String service) {
    return previewEndpoint == null ? "https://" + service + "." + region + ".amazonaws.com" : previewEndpoint;
  }

  /** For {@code configure headers}: signs requests to a service. */
  public Signer signed(String service) {
    return previewEndpoint == null ? Signer.of(service, region) : Signer.dummy(service, region);
  }

  /** The name as this deployment has it. */
  public String named(String name) {
    return prefix.isEmpty() ? name : prefix + "-" + name;
  }
}
