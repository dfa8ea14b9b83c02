package polyclinic.commons.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedAddressTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    /** By {@code printf '10.1.2.3\nr-1\n1772359200' | openssl dgst -sha256 -hmac $KEY -binary | basenc --base64url}. */
    private static final String PROOF = "1772359200.ElkGJvXrBBKxBsaKj3BMH6VnZj27cwuIxDcrdoVJl14";

    private final ForwardedAddress gateways = at(1_772_359_200, KEY);

    @Test
    void an_address_that_the_gateway_proves_is_believed() {
        assertThat(gateways.isProven("10.1.2.3", "r-1", PROOF)).isTrue();
    }

    @Test
    void the_proof_is_of_this_address_and_this_request() {
        assertThat(gateways.isProven("10.1.2.4", "r-1", PROOF)).isFalse();
        assertThat(gateways.isProven("10.1.2.3", "r-2", PROOF)).isFalse();
        assertThat(gateways.isProven("10.1.2.3", null, PROOF)).isFalse();
        assertThat(gateways.isProven("10.1.2.3", "r-1", PROOF.replace("1772359200", "1772359201")))
                .isFalse();
    }

    @Test
    void a_proof_is_good_for_a_minute() {
        assertThat(at(1_772_359_260, KEY).isProven("10.1.2.3", "r-1", PROOF)).isTrue();
        assertThat(at(1_772_359_261, KEY).isProven("10.1.2.3", "r-1", PROOF)).isFalse();
        assertThat(at(1_772_359_139, KEY).isProven("10.1.2.3", "r-1", PROOF)).isFalse();
    }

    @Test
    void while_the_key_changes_both_are_believed() {
        assertThat(at(1_772_359_200, "f".repeat(32), KEY).isProven("10.1.2.3", "r-1", PROOF))
                .isTrue();
        assertThat(at(1_772_359_200, "f".repeat(32)).isProven("10.1.2.3", "r-1", PROOF))
                .isFalse();
        assertThat(at(1_772_359_200).isProven("10.1.2.3", "r-1", PROOF)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x.y", "1772359200", "1772359200.", "1772359200.!!", "99999999999999999999.AAAA"})
    void what_is_no_proof_proves_nothing(String proof) {
        assertThat(gateways.isProven("10.1.2.3", "r-1", proof)).isFalse();
    }

    @Test
    void a_short_key_is_refused() {
        assertThatThrownBy(() -> at(0, "secret")).hasMessageContaining("POLYCLINIC_FORWARDED_KEY");
    }

    private static ForwardedAddress at(long seconds, String... keys) {
        return new ForwardedAddress(List.of(keys), Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
    }
}
