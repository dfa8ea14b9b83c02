package polyclinic.notes.webhooks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    private final UUID webhook = UUID.randomUUID();
    private final WebhookSecret secrets = new WebhookSecret(new byte[32]);

    @Test
    void each_is_another_one_of_32_bytes() {
        String secret = secrets.random();

        assertThat(secret).startsWith("whsec_").isNotEqualTo(secrets.random());
        assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
    }

    @Test
    void what_is_sealed_opens_with_the_same_key_in_its_own_place_alone() {
        String secret = secrets.random();
        String sealed = secrets.seal(webhook, secret);
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(sealed).doesNotContain(secret);
        assertThat(secrets.open(webhook, sealed)).isEqualTo(secret);
        assertThat(secrets.open(UUID.randomUUID(), sealed)).isNull();
        assertThat(new WebhookSecret(other).open(webhook, sealed)).isNull();
        assertThat(secrets.open(webhook, sealed.substring(0, sealed.length() - 2) + "AA"))
                .isNull();
        assertThat(secrets.open(webhook, "rubbish")).isNull();
        assertThat(secrets.open(webhook, null)).isNull();
    }
}
