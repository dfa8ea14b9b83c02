package polyclinic.patient.emergency;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.access.care.CareConfig;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.patient.patients.Patients;

/**
 * Grants a doctor or nurse emergency access to a patient who need not be in their care. Nobody is asked first; it is the alert,
 * the audit entry with the reason and the review that keep it honest. The access counts here with the same transaction, in other
 * services with its event.
 */
@ApplicationScoped
@Startup
class EmergencyAccessGranting {
    private final Patients patients;
    private final EmergencyAccesses accesses;
    private final EmergencyAccessQueries queries;
    private final PostgresCareStore care;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Duration lasts;
    private final Duration max;
    private final Clock clock;
    private final Counter granted;

    EmergencyAccessGranting(
            Patients patients,
            EmergencyAccesses accesses,
            EmergencyAccessQueries queries,
            PostgresCareStore care,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            CareConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.patients = patients;
        this.accesses = accesses;
        this.queries = queries;
        this.care = care;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.lasts = config.emergencyLasts();
        this.max = config.emergencyMax();
        this.clock = clock;
        this.granted = metrics.counter("polyclinic.break.glass");
    }

    Uni<Answer<EmergencyAccessView>> grant(UUID patientId, RequestEmergencyAccess request, Caller caller) {
        Duration length = length(request);
        return idempotency
                .once(
                        request,
                        () -> patients.require(patientId)
                                .map(patient -> EmergencyAccess.granted(
                                        patientId, caller, request.reason(), length, clock.instant()))
                                .call(accesses::persistAndFlush)
                                .call(access -> care.saveInTransaction(access.care()))
                                .call(access -> outbox.append(
                                        audit.entry("emergency_access", "patient", patientId, patientId)
                                                .withReason(access.reason()),
                                        new EmergencyAccessEvent.Granted(access.snapshot())))
                                .map(access -> Answer.created(
                                        "/api/v1/emergency-access/" + access.id(), access.version(), access.view())),
                        earlier -> queries.reread(earlier.createdId(), caller))
                .invoke(answer -> {
                    if (!answer.isReplayed()) alert(Objects.requireNonNull(answer.view()));
                });
    }

    private Duration length(RequestEmergencyAccess request) {
        if (request.minutes() == null) return lasts;
        Duration asked = Duration.ofMinutes(request.minutes());
        if (asked.compareTo(max) > 0) throw Problem.invalid("minutes", "must be at most " + max.toMinutes());
        return asked;
    }

    /** After the commit, for whoever watches the logs and the metric; ids only. */
    private void alert(EmergencyAccessView access) {
        granted.increment();
        Log.warnf("emergency access %s to patient %s", access.id(), access.patientId());
    }
}
