package polyclinic.notes.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses receivers may have. An administrator's webhook makes this service, which stands within the clinic's network, send a
 * request to an address of somebody else's choice: so only public addresses are reached (those that IANA's registries of special-purpose
 * addresses leave, RFC 6890), unless the installation allows others. A name is looked up once for each attempt, and what was found and
 * judged is what is connected to, so that a name that answers otherwise the next time changes nothing.
 */
@ApplicationScoped
class ReceiverAddresses {
    private static final AddressRanges SPECIAL_IPV4 = new AddressRanges(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4"));

    /** All else is local, of groups, or leads to an IPv4 address. */
    private static final AddressRanges GLOBAL_IPV6 = new AddressRanges(List.of("2000::/3"));

    /** Documentation, tunnels (an IPv4 address is within) and protocols' own. */
    private static final AddressRanges SPECIAL_IPV6 =
            new AddressRanges(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    /** Looks a name up. */
    interface Names {
        Uni<List<InetAddress>> find(String host);
    }

    private final AddressRanges allowed;
    private final Names names;

    /** The name leads to an address that may not be reached. */
    static final class Forbidden extends RuntimeException {
        Forbidden() {
            super("an address that may not be reached", null, false, false);
        }
    }

    @Inject
    ReceiverAddresses(WebhookConfig config, Vertx vertx) {
        this(config.allowPrivate().orElse(List.of()), host -> Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                        .toCompletionStage()));
    }

    ReceiverAddresses(List<String> allowed, Names names) {
        this.allowed = new AddressRanges(allowed);
        this.names = names;
    }

    boolean mayReach(InetAddress address) {
        if (allowed.contain(address)) return true;
        return address instanceof Inet4Address
                ? !SPECIAL_IPV4.contain(address)
                : GLOBAL_IPV6.contain(address) && !SPECIAL_IPV6.contain(address);
    }

    /**
     * One of the host's addresses: another one each time where there are several. Fails with {@link Forbidden} when any of them may not be
     * reached, since whoever mixes them hopes for chance.
     *
     * @param turn counts the attempts
     */
    Uni<InetAddress> find(String host, int turn) {
        @Nullable InetAddress literal = ReceiverUrl.literal(host);
        Uni<List<InetAddress>> found =
                literal == null ? names.find(host) : Uni.createFrom().item(List.of(literal));
        return found.map(addresses -> {
            if (!addresses.stream().allMatch(this::mayReach)) throw new Forbidden();
            return addresses.get(Math.floorMod(turn, addresses.size()));
        });
    }
}
