package polyclinic.prescription.projections.appointments;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.CareRelationships;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.messaging.TraceContext;
import polyclinic.commons.postgres.Inbox;
import polyclinic.prescription.projections.appointments.CareContext.OfAppointment;

/** Listens to appointments, queues and doctors. */
@ApplicationScoped
class AppointmentEventListener {
    private final EventConsumer consumer;
    private final Inbox inbox;
    private final CareRelationships care;
    private final KnownAppointments appointments;
    private final KnownWalkIns walkIns;
    private final KnownDoctors doctors;
    private final List<CancellationHandler> cancellations;

    AppointmentEventListener(
            EventConsumer consumer,
            Inbox inbox,
            CareRelationships care,
            KnownAppointments appointments,
            KnownWalkIns walkIns,
            KnownDoctors doctors,
            @All List<CancellationHandler> cancellations) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.care = care;
        this.appointments = appointments;
        this.walkIns = walkIns;
        this.doctors = doctors;
        this.cancellations = cancellations;
    }

    /** The fields of {@code appointment.*} events that are needed here. */
    record AppointmentData(
            UUID appointmentId,
            Long version,
            UUID patientId,
            UUID doctorId,
            @Nullable String doctorSubject,
            String doctorName,
            Instant startsAt,
            String status) {
        AppointmentData {
            Objects.requireNonNull(appointmentId, "appointmentId");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(doctorId, "doctorId");
            Objects.requireNonNull(doctorName, "doctorName");
            Objects.requireNonNull(startsAt, "startsAt");
            Objects.requireNonNull(status, "status");
        }

        KnownAppointment asKnown() {
            return new KnownAppointment(
                    appointmentId, version, patientId, doctorId, doctorSubject, doctorName, startsAt, status);
        }
    }

    /**
     * The fields of {@code queue.*} events that are needed here.
     *
     * @param doctorId null in the common queue, where no doctor was chosen yet
     * @param appointmentId null for a walk-in
     * @param encounterId null before the consultation begins
     */
    record QueueEntryData(
            UUID queueEntryId,
            Long version,
            UUID patientId,
            @Nullable UUID doctorId,
            @Nullable String doctorSubject,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            String status) {
        QueueEntryData {
            Objects.requireNonNull(queueEntryId, "queueEntryId");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(patientId, "patientId");
            Objects.requireNonNull(status, "status");
        }

        /** Empty when it has an appointment, or no doctor with an account to prescribe with. */
        Optional<KnownWalkIn> asWalkIn() {
            if (appointmentId != null || doctorId == null || doctorSubject == null) return Optional.empty();
            return Optional.of(
                    new KnownWalkIn(queueEntryId, version, patientId, doctorId, doctorSubject, encounterId, status));
        }
    }

    /** The fields of {@code doctor.*} events that are needed here. */
    record DoctorData(
            UUID doctorId,
            Long version,
            String givenName,
            String familyName,
            @Nullable String specialty,
            @Nullable String licenseNumber,
            @Nullable String timeZone) {
        DoctorData {
            Objects.requireNonNull(doctorId, "doctorId");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(givenName, "givenName");
            Objects.requireNonNull(familyName, "familyName");
        }

        KnownDoctor asKnown() {
            return new KnownDoctor(doctorId, version, givenName, familyName, specialty, licenseNumber, timeZone);
        }
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return consumer.together(poll, this::save);
    }

    /**
     * Saving twice has no effect; cancelling twice would, so it goes through the inbox. The cancelled appointment is saved first, so
     * that no draft begins in between.
     */
    private Uni<Void> save(List<CloudEvent> events) {
        List<KnownDoctor> receivedDoctors = of("doctor.", events)
                .map(event -> event.as(DoctorData.class).asKnown())
                .toList();
        List<KnownAppointment> receivedAppointments = of("appointment.", events)
                .map(event -> event.as(AppointmentData.class).asKnown())
                .toList();
        List<KnownWalkIn> receivedWalkIns = of("queue.", events)
                .map(event -> event.as(QueueEntryData.class).asWalkIn())
                .flatMap(Optional::stream)
                .toList();
        return doctors.save(receivedDoctors)
                .chain(() -> appointments.save(receivedAppointments))
                .chain(() -> walkIns.save(receivedWalkIns))
                .chain(() -> care.record(events))
                .chain(() -> handleCancellations(events));
    }

    private Uni<Void> handleCancellations(List<CloudEvent> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> TraceContext.of(event, () -> handleCancellation(event)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> handleCancellation(CloudEvent event) {
        return cancelled(event)
                .map(context -> inbox.once(event, () -> cancelled(context)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** All handlers in the one transaction, one after the other: a session takes one statement at a time. */
    private Uni<Void> cancelled(CareContext.Reference context) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (CancellationHandler handler : cancellations) all = all.chain(() -> handler.cancelled(context));
        return all;
    }

    private static Optional<CareContext.Reference> cancelled(CloudEvent event) {
        if (event.type().equals("appointment.cancelled.v1"))
            return Optional.of(new OfAppointment(event.as(AppointmentData.class).appointmentId()));
        if (!event.type().equals("queue.entry-moved.v1")) return Optional.empty();
        return event.as(QueueEntryData.class)
                .asWalkIn()
                .filter(walkIn -> walkIn.isCancelled() && walkIn.encounterId() != null)
                .map(KnownWalkIn::reference);
    }

    private static Stream<CloudEvent> of(String type, List<CloudEvent> events) {
        return events.stream().filter(event -> event.type().startsWith(type));
    }
}
