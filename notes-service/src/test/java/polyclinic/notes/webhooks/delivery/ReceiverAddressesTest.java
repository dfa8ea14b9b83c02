package polyclinic.notes.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverAddressesTest {
    private final ReceiverAddresses strict =
            new ReceiverAddresses(List.of(), host -> Uni.createFrom().nothing());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::7f00:1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::7f00:1",
                "100::1",
                "2001::7f00:1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void what_is_not_public_is_not_reached(String address) throws Exception {
        assertThat(strict.mayReach(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450::1",
                "3ffe::1"
            })
    void what_is_public_is(String address) throws Exception {
        assertThat(strict.mayReach(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void an_installation_allows_its_own_networks_and_no_more() throws Exception {
        ReceiverAddresses some =
                new ReceiverAddresses(List.of("10.1.0.0/16", "fd00::/8", "192.168.7.9"), host -> Uni.createFrom()
                        .nothing());

        assertThat(List.of("10.1.2.3", "fd00::1", "192.168.7.9", "1.1.1.1"))
                .allSatisfy(address -> assertThat(some.mayReach(InetAddress.getByName(address)))
                        .isTrue());
        assertThat(List.of("10.2.0.1", "fc00::1", "192.168.7.8", "127.0.0.1"))
                .allSatisfy(address -> assertThat(some.mayReach(InetAddress.getByName(address)))
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intranet", "10.0.0.0/33", "10.0.0.0/x", "300.1.1.1", ""})
    void what_is_no_network_ends_the_start(String block) {
        assertThatThrownBy(() -> new AddressRanges(List.of(block))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whoever mixes them hopes that the one is judged and the other reached. */
    @Test
    void a_name_with_one_address_that_is_not_public_is_not_reached() {
        ReceiverAddresses mixed = named("1.1.1.1", "127.0.0.1");

        assertThatThrownBy(() -> mixed.find("hooks.example.org", 0).await().indefinitely())
                .isInstanceOf(ReceiverAddresses.Forbidden.class);
    }

    @Test
    void attempts_go_round_the_addresses_of_a_name() {
        ReceiverAddresses two = named("1.1.1.1", "2606:4700::1111");

        List<String> reached = List.of(0, 1, 2).stream()
                .map(turn -> two.find("hooks.example.org", turn).await().indefinitely())
                .map(InetAddress::getHostAddress)
                .toList();

        assertThat(reached).containsExactly("1.1.1.1", "2606:4700:0:0:0:0:0:1111", "1.1.1.1");
    }

    private static ReceiverAddresses named(String... addresses) {
        return new ReceiverAddresses(List.of(), host -> Uni.createFrom()
                .item(List.of(addresses).stream()
                        .map(ReceiverAddressesTest::address)
                        .toList()));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
