package polyclinic.notes.proposals.digitizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.metrics.ProcessMetrics;
import polyclinic.notes.testing.NotesServiceTest;

/** In a time that the rounds of the service do not reach. */
@QuarkusTest
class DocumentWorksTest extends NotesServiceTest {
    private static final Instant NOW = Instant.parse("2999-01-01T00:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(2));

    private static final int AGE_SECONDS = 7_000_000;

    @Inject
    DocumentWorks works;

    @Inject
    DigitizingMetrics metrics;

    private final UUID document = UUID.randomUUID();

    private static <T> T run(Uni<T> work) {
        return work.await().indefinitely();
    }

    private void told() {
        run(works.add(document, UUID.randomUUID(), NOW));
    }

    private @Nullable Document next() {
        Document work = Objects.requireNonNull(
                collection("document_works").find(new Document("_id", document)).first());
        return work.get("nextAttemptAt") == null ? null : work;
    }

    @Test
    void of_replicas_that_race_one_has_the_document_however_often_it_was_told() {
        told();
        told();

        List<DocumentWork> claimed = run(
                Uni.join().all(works.claim(NOW, UNTIL), works.claim(NOW, UNTIL)).andFailFast());

        List<DocumentWork> owners = claimed.stream().flatMap(Stream::ofNullable).toList();
        assertThat(owners).extracting(DocumentWork::id).containsExactly(document);
        run(works.done(owners.get(0), List.of()));
    }

    @Test
    void who_has_lost_the_claim_ends_nothing_and_who_has_it_ends_it_for_good() {
        told();
        DocumentWork lost = Objects.requireNonNull(run(works.claim(NOW, UNTIL)));
        DocumentWork kept = Objects.requireNonNull(run(works.claim(UNTIL, UNTIL.plusSeconds(120))));
        assertThat(kept.id()).isEqualTo(lost.id()).isEqualTo(document);
        assertThat(kept.attempts()).isEqualTo(2);

        assertThat(run(works.done(lost, List.of()))).isFalse();
        assertThat(run(works.delayed(lost, null))).isFalse();
        assertThat(next()).isNotNull();

        assertThat(run(works.done(kept, List.of()))).isTrue();
        told();
        assertThat(next()).isNull();
    }

    @Test
    void what_waits_is_open_with_its_age_and_what_is_done_is_not() {
        ProcessMetrics.Open before = run(metrics.waiting());
        collection("document_works")
                .insertOne(new Document("_id", document)
                        .append("patientId", UUID.randomUUID())
                        .append("addedAt", Date.from(Instant.now().minusSeconds(AGE_SECONDS)))
                        .append("attempts", 9)
                        .append("nextAttemptAt", Date.from(NOW)));

        ProcessMetrics.Open now = run(metrics.waiting());
        assertThat(now.byState().get("pending")).isEqualTo(before.byState().getOrDefault("pending", 0L) + 1);
        assertThat(now.oldestSeconds()).isBetween((double) AGE_SECONDS, AGE_SECONDS + 60.0);

        run(works.delayed(Objects.requireNonNull(run(works.claim(NOW, UNTIL))), null));
        assertThat(run(metrics.waiting()).oldestSeconds()).isLessThan(AGE_SECONDS);
    }
}
