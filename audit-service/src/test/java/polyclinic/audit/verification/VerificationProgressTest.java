package polyclinic.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.verification.progress.VerifiedParts;

/** A chain of 60 entries under checkpoints at 20, 40 and 60 that was verified, and what comes afterwards. */
@QuarkusTest
class VerificationProgressTest extends ServiceTest {
    @Inject
    MeterRegistry metrics;

    @Inject
    VerificationSchedule schedule;

    @Inject
    VerifiedParts parts;

    private int chain;

    @BeforeEach
    void a_verified_chain() {
        chain = freshChain();
        for (int from = 1; from <= 41; from += 20) {
            feed.append(chain, from, from + 19);
            checkpoint(chain);
        }
        assertThat(verified(chain, false).getLong("from")).isZero();
    }

    @Test
    void only_what_is_new_is_recomputed() {
        feed.append(chain, 61, 65);

        double recomputed = recomputed(() -> verified(chain, false));

        assertThat(recomputed).isEqualTo(5);
        JsonPath report = verified(chain, false);
        assertThat(report.getList("problems")).isEmpty();
        assertThat(report.getLong("from")).isEqualTo(60);
        assertThat(report.getLong("length")).isEqualTo(65);
        assertThat(report.getLong("checkpoints")).isZero();
    }

    @Test
    void the_next_checkpoint_moves_the_place_on() {
        feed.append(chain, 61, 80);
        checkpoint(chain);

        assertThat(verified(chain, false).getLong("from")).isEqualTo(60);
        assertThat(verified(chain, false).getLong("from")).isEqualTo(80);
        assertThat(recomputed(() -> verified(chain, false))).isZero();
    }

    @Test
    void everything_is_recomputed_when_it_is_asked_for_and_finds_what_was_changed_meanwhile() {
        edit(25, "action", "forged");
        assertThat(verified(chain, false).getList("problems")).isEmpty();

        assertThat(verified(chain, true).getInt("firstBroken.seq")).isEqualTo(25);
    }

    @Test
    void a_chain_in_which_something_was_found_is_begun_at_its_first_entry_until_it_is_whole() {
        String before = entry(25).getString("action");
        edit(25, "action", "forged");
        verified(chain, true);

        assertThat(verified(chain, false).getInt("firstBroken.seq")).isEqualTo(25);

        edit(25, "action", before);
        assertThat(verified(chain, false).getList("problems")).isEmpty();
        assertThat(verified(chain, false).getLong("from")).isEqualTo(60);
    }

    @Test
    void what_is_new_is_found_to_be_changed() {
        feed.append(chain, 61, 65);
        edit(62, "action", "forged");

        assertThat(verified(chain, false).getInt("firstBroken.seq")).isEqualTo(62);
    }

    @Test
    void a_chain_that_was_cut_below_that_place_is_missed() {
        for (int seq = 55; seq <= 60; seq++)
            collection("entries").deleteOne(Filters.eq("_id", ChainEntry.key(chain, seq)));

        assertThat(verified(chain, false).getInt("firstBroken.seq")).isEqualTo(55);
    }

    @Test
    void a_head_that_was_put_back_below_that_place_is_missed() {
        collection("heads")
                .updateOne(
                        Filters.eq("_id", chain),
                        Updates.combine(Updates.set("seq", 40L), Updates.set("hash", "11".repeat(32))));

        assertThat(verified(chain, false).getString("firstBroken.reason")).isEqualTo("head");
    }

    @Test
    void a_checkpoint_that_was_changed_at_that_place_is_missed() {
        collection("checkpoints").deleteOne(Filters.eq("_id", Checkpoint.key(chain, 3)));

        assertThat(verified(chain, false).getString("firstBroken.detail"))
                .isEqualTo("checkpoint 3 is missing in the database");
    }

    @Test
    void nobody_but_the_service_can_say_that_something_was_verified() {
        int other = freshChain();
        feed.append(other, 1, 20);
        checkpoint(other);
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(other, 5)), Updates.set("action", "forged"));
        Document checkpoint = collection("checkpoints")
                .find(Filters.eq("_id", Checkpoint.key(other, 1)))
                .first();
        Document forged = new Document(part(chain))
                .append("_id", other)
                .append("number", 1L)
                .append("size", 20L)
                .append("root", checkpoint.getString("root"));
        collection("verified_parts").insertOne(forged);

        assertThat(verified(other, false).getInt("firstBroken.seq")).isEqualTo(5);
    }

    @Test
    void a_record_of_another_shape_is_as_none() {
        collection("verified_parts").updateOne(Filters.eq("_id", chain), Updates.set("size", "60"));

        assertThat(verified(chain, false).getLong("from")).isZero();
        assertThat(parts.all().await().indefinitely())
                .hasEntrySatisfying(chain, part -> assertThat(part.size()).isEqualTo(60));
    }

    @Test
    void the_schedule_goes_on_and_begins_anew_when_the_last_whole_verification_is_old() {
        Document verified = part(chain);
        lastWhole(Instant.now());
        schedule.run().await().indefinitely();
        assertThat(part(chain)).isEqualTo(verified);

        lastWhole(Instant.now().minus(Duration.ofDays(30)));
        schedule.run().await().indefinitely();
        assertThat(part(chain).getString("verifiedAt")).isGreaterThan(verified.getString("verifiedAt"));
    }

    private double recomputed(Runnable work) {
        double before = entries();
        work.run();
        return entries() - before;
    }

    private double entries() {
        return metrics.counter("polyclinic.audit.verified.entries").count();
    }

    private void lastWhole(Instant when) {
        collection("verifications")
                .updateOne(
                        Filters.eq("_id", "trail"),
                        Updates.set("soundAt", Date.from(when)),
                        new UpdateOptions().upsert(true));
    }

    private Document part(int of) {
        return collection("verified_parts").find(Filters.eq("_id", of)).first();
    }

    private Document entry(int seq) {
        return collection("entries")
                .find(Filters.eq("_id", ChainEntry.key(chain, seq)))
                .first();
    }

    private void edit(int seq, String field, Object value) {
        collection("entries").updateOne(Filters.eq("_id", ChainEntry.key(chain, seq)), Updates.set(field, value));
    }
}
