package polyclinic.notes.proposals.making;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.testing.NotesServiceTest;

/** What replicas share: the budget of an account, and whose turn a summary is. */
@QuarkusTest
class SummaryBudgetTest extends NotesServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    SummaryBudget budget;

    @Inject
    ProposalConfig config;

    @Inject
    AiProposals proposals;

    private final Caller caller = new Caller(UUID.randomUUID().toString(), "x", Set.of("doctor"), null, null, null);
    private final Instant now = Instant.parse("2031-03-02T10:20:00Z");

    private void take(Instant at) {
        budget.take(caller, at).await().atMost(LIMIT);
    }

    @Test
    void an_account_may_ask_for_so_many_in_an_hour_and_for_more_in_the_next() {
        Concurrently.run(config.perHour(), () -> {
            take(now);
            return true;
        });

        assertThatThrownBy(() -> take(now)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(429);
            assertThat(problem.slug()).isEqualTo("too-many-summaries");
        });
        take(now.plus(Duration.ofHours(1)));
    }

    @Test
    void of_many_who_look_one_makes_a_summary() {
        AiProposal proposal = AiProposal.request(UUID.randomUUID(), null, new TimeRange(null, null), caller, now);
        proposals.add(proposal, List.of(), List.of()).await().atMost(LIMIT);
        Instant until = now.plusSeconds(60);

        List<Boolean> taken = Concurrently.run(
                8, () -> Objects.nonNull(proposals.claim(now, until).await().atMost(LIMIT)));

        assertThat(taken).containsOnlyOnce(true);
        assertThat(proposals.claim(until, until.plusSeconds(60)).await().atMost(LIMIT))
                .isNotNull()
                .satisfies(again -> assertThat(again.attempts()).isEqualTo(2));
        proposals
                .mongoCollection()
                .deleteOne(new Document("_id", proposal.id()))
                .await()
                .atMost(LIMIT);
    }
}
