package polyclinic.notes.proposals.making;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.notes.proposals.summaries.AiProposals;

/**
 * Takes up summaries that were asked for, one at a time in each replica. Each is claimed by one replica for longer than a machine may take;
 * if that one dies, it is made by whoever comes next.
 */
@ApplicationScoped
public class ProposalRounds {
    private final AiProposals proposals;
    private final SummaryMaking making;
    private final AcceptedSummaries accepted;
    private final ProposalConfig config;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    ProposalRounds(
            AiProposals proposals,
            SummaryMaking making,
            AcceptedSummaries accepted,
            ProposalConfig config,
            Clock clock,
            Vertx vertx,
            Hold hold) {
        this.proposals = proposals;
        this.making = making;
        this.accepted = accepted;
        this.config = config;
        this.clock = clock;
        this.work = hold.background("ai_proposals");
        this.rounds = new PeriodicWork(vertx, "summaries by a machine", config.poll(), this::round);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Something is due now. */
    public void wake() {
        rounds.wake();
    }

    /** What waits for a machine holds up no recovery point: only the writes are counted as work. */
    private Uni<Boolean> round() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return work.whenReleased(() -> proposals.claim(now, now.plus(config.claim())))
                .chain(claimed -> claimed == null
                        ? work.whenReleased(accepted::makeUp)
                        : making.make(claimed, work).replaceWith(true));
    }
}
