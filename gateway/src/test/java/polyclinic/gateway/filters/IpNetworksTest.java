package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpNetworksTest {

    private final IpNetworks networks =
            new IpNetworks(List.of("10.0.0.0/8", "192.168.7.0/25", "2001:db8::/33", "203.0.113.9"));

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1,true",
        "11.0.0.1,false",
        "192.168.7.127,true",
        "192.168.7.128,false",
        "203.0.113.9,true",
        "203.0.113.10,false",
        "2001:db8:7fff::1,true",
        "2001:db8:8000::1,false",
        "::ffff:10.1.2.3,true",
        "localhost,false",
        "10.0.0.1.evil.example,false",
        "'',false"
    })
    void an_address_is_inside_or_outside_a_network(String address, boolean in) {
        assertThat(networks.contain(address)).isEqualTo(in);
    }

    @Test
    void an_invalid_block_in_the_configuration_fails_the_start() {
        assertThatThrownBy(() -> new IpNetworks(List.of("10.0.0.0/33"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IpNetworks(List.of("example.com/8"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_ipv6_network_has_one_key() {
        assertThat(IpNetworks.rateLimitKey("2001:db8:1:2:aaaa::1"))
                .isEqualTo(IpNetworks.rateLimitKey("2001:db8:1:2:bbbb:cccc:dddd:eeee"))
                .isNotEqualTo(IpNetworks.rateLimitKey("2001:db8:1:3::1"));
        assertThat(IpNetworks.rateLimitKey("10.1.2.3")).isEqualTo("10.1.2.3");
    }
}
