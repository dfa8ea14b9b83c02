package polyclinic.prescription.dispensing.preparation;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.OutboxRelay;
import polyclinic.commons.postgres.statements.SqlStates;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;
import polyclinic.prescription.dispensing.DispenseQueries;
import polyclinic.prescription.dispensing.DispenseView;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Prescribed;
import polyclinic.prescription.metrics.DispensingMetrics;
import polyclinic.prescription.prescriptions.PrescriptionAccess;

/**
 * Prepares a dispense. A counter with a queue before it waits for this, so it departs from the pattern of the other use cases as
 * booking does: no transaction of many statements, but one that reads and one that writes. Only a substitute is checked between them.
 *
 * <p>What was read may change between the two. What must never be wrong is decided by the second: no batch falls below zero and
 * nothing of a recalled one leaves (the ledger), no line exceeds what was prescribed (a constraint), and the prescription has not
 * changed (its version). Where one of these says no, the whole statement is as good as never sent, and the dispense is planned anew
 * from what is there now.
 */
@ApplicationScoped
class DispensePreparation {
    private static final int MAX_RETRIES = 10;

    /** Constraints that say that somebody was faster. */
    private static final Set<String> OVERTAKEN =
            Set.of("stock_batch_on_hand", "stock_batch_recalled_stays", "prescription_item_dispensed");

    private final DispensingStatements statements;
    private final DispenseQueries queries;
    private final PrescriptionAccess access;
    private final SubstituteCheck substitutes;
    private final ClinicDays calendar;
    private final CloudEventFactory events;
    private final Audit audit;
    private final OutboxRelay relay;
    private final DispensingMetrics metrics;
    private final CurrentCaller current;
    private final Clock clock;

    DispensePreparation(
            DispensingStatements statements,
            DispenseQueries queries,
            PrescriptionAccess access,
            SubstituteCheck substitutes,
            ClinicDays calendar,
            CloudEventFactory events,
            Audit audit,
            OutboxRelay relay,
            DispensingMetrics metrics,
            CurrentCaller current,
            Clock clock) {
        this.statements = statements;
        this.queries = queries;
        this.access = access;
        this.substitutes = substitutes;
        this.calendar = calendar;
        this.events = events;
        this.audit = audit;
        this.relay = relay;
        this.metrics = metrics;
        this.current = current;
        this.clock = clock;
    }

    Uni<Answer<DispenseView>> prepare(UUID prescriptionId, DispensePrescription request, Caller caller) {
        IdempotencyKey key = IdempotencyKey.of(current, request);
        return metrics.counted(() -> Uni.createFrom()
                .deferred(() -> prepareOnce(prescriptionId, request, caller, key))
                .onFailure(DispensePreparation::wasOvertaken)
                .retry()
                .atMost(MAX_RETRIES));
    }

    private Uni<Answer<DispenseView>> prepareOnce(
            UUID prescriptionId, DispensePrescription request, Caller caller, @Nullable IdempotencyKey key) {
        return statements
                .context(prescriptionId, request, key, calendar.today())
                .chain(context -> {
                    StoredAnswer earlier = context.earlier();
                    if (earlier != null) return replay(earlier, caller);
                    Prescribed prescription = context.prescription();
                    if (prescription == null) throw new NotFound("prescription");
                    if (prescription.status().isDispensable()) return prepare(prescription, request, caller, key);
                    return access.see(prescriptionId, caller)
                            .chain(seen -> prepare(prescription, request, caller, key));
                });
    }

    /** Of what may be dispensed whoever dispenses sees all; why another may not be is told only to whom it may be shown. */
    private Uni<Answer<DispenseView>> prepare(
            Prescribed prescription, DispensePrescription request, Caller caller, @Nullable IdempotencyKey key) {
        Instant now = clock.instant();
        StockPlan plan = StockPlan.of(request, prescription, calendar.today(), now);
        return substitutes
                .conflicting(prescription, request, plan.takes(), now)
                .chain(conflicting -> write(
                        new PreparedDispense(Ids.next(), prescription, plan, conflicting, caller.subject(), now),
                        caller,
                        key));
    }

    private Uni<Answer<DispenseView>> write(PreparedDispense dispense, Caller caller, @Nullable IdempotencyKey key) {
        DispenseView view = dispense.view();
        Answer<DispenseView> answer = Answer.created(view.location(), view.version(), view);
        return statements
                .prepare(dispense, messages(dispense), key, StoredAnswer.of(answer))
                .invoke(relay::committed)
                .chain(earlier -> earlier == null ? Uni.createFrom().item(answer) : replay(earlier, caller));
    }

    private List<OutboxMessage> messages(PreparedDispense dispense) {
        List<OutboxMessage> messages = new ArrayList<>();
        messages.add(events.event(dispense.event()));
        if (dispense.status() != dispense.prescription().status())
            messages.add(events.event(dispense.prescriptionEvent()));
        messages.add(audit.message(audit.entry(
                        "prepare",
                        "dispense",
                        dispense.id(),
                        dispense.prescription().patientId())
                .withReason(dispense.overrideReasons())));
        return messages;
    }

    private Uni<Answer<DispenseView>> replay(StoredAnswer earlier, Caller caller) {
        return queries.reread(earlier.createdId(), caller).map(now -> Answer.replayed(earlier, now));
    }

    private static boolean wasOvertaken(Throwable failure) {
        return SqlStates.isRolledBack(failure)
                || failure instanceof PgException refused
                        && refused.getConstraint() != null
                        && OVERTAKEN.contains(refused.getConstraint());
    }
}
