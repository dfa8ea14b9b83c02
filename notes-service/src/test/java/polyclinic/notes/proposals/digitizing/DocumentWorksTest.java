package polyclinic.notes.proposals.digitizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.notes.testing.NotesServiceTest;

/** In a time that the rounds of the service do not reach. */
@QuarkusTest
class DocumentWorksTest extends NotesServiceTest {
    private static final Instant NOW = Instant.parse("2999-01-01T00:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(2));

    @Inject
    DocumentWorks works;

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

        run(works.done(lost, List.of()));
        run(works.delayed(lost, null));
        assertThat(next()).isNotNull();

        run(works.done(kept, List.of()));
        told();
        assertThat(next()).isNull();
    }
}
