package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.IpVersion;
import dev.routeswitcher.icmp.packet.EchoMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A target at provider A that answers after a delay, whatever the prober does meanwhile. */
final class SlowTarget implements AutoCloseable {
  private final ScheduledExecutorService replies = Executors.newSingleThreadScheduledExecutor();
  private final Forger forger;
  private final InetAddress address;
  private final InetAddress prober;
  private final Duration delay;
  private final Thread listening = new Thread(this::listen, "slow-target");

  SlowTarget(TwoProviders net, InetAddress address, InetAddress prober, Duration delay) {
    this.address = address;
    this.prober = prober;
    this.delay = delay;
    net.providerA.sysctl("net/ipv4/icmp_echo_ignore_all", "1");
    forger = net.providerA.call(() -> new Forger(IpVersion.of(address)));
    listening.setDaemon(true);
    listening.start();
  }

  private void listen() {
    try {
      while (!Thread.interrupted()) {
        EchoMessage request = forger.nextRequest();
        EchoMessage reply =
            new EchoMessage(
                EchoMessage.Kind.REPLY,
                request.identifier(),
                request.sequence(),
                request.payload());
        var ignored =
            replies.schedule(() -> answer(reply), delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (Exception e) {
      // The test is over.
    }
  }

  private void answer(EchoMessage reply) {
    forger.send(address, prober, forger.encode(reply, address, prober));
  }

  @Override
  public void close() throws InterruptedException {
    listening.interrupt();
    listening.join(TimeUnit.SECONDS.toMillis(10));
    replies.shutdownNow();
    forger.close();
  }
}
