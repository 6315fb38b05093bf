package dev.routeswitcher.icmp;

/** Sends ICMP echo requests through named interfaces and reports what became of each. */
public final class IcmpProber implements AutoCloseable {

  private IcmpProber() {}

  /** Opens a prober with the defaults of {@link Builder}. */
  public static IcmpProber open() throws IcmpSocketException {
    return builder().open();
  }

  /** Starts the description of a prober. */
  public static Builder builder() {
    return new Builder();
  }

  /** Hands one probe over. */
  public void probe(ProbeRequest request, ProbeListener listener) {
    throw new UnsupportedOperationException();
  }

  /** What this prober has done and seen so far. */
  public ProberCounters counters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** Describes a prober. */
  public static final class Builder {
    private Builder() {}

    /** Names the prober's thread; {@code icmp-prober} if not set. */
    public Builder threadName(String name) {
      return this;
    }

    /** How many probes may wait to be sent; 4,096 if not set. */
    public Builder queueCapacity(int probes) {
      return this;
    }

    /** Opens the prober. */
    public IcmpProber open() throws IcmpSocketException {
      throw new UnsupportedOperationException();
    }
  }
}
