package polyclinic.prescription.appointments;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;
import polyclinic.commons.messaging.TraceContext;
import polyclinic.commons.postgres.Inbox;
import polyclinic.prescription.orders.Voiding;

/** What appointment-service tells about appointments and doctors. */
@ApplicationScoped
class AppointmentEvents {
    private final EventConsumer deliveries;
    private final Inbox inbox;
    private final KnownAppointments known;
    private final Voiding voiding;

    AppointmentEvents(EventConsumer deliveries, Inbox inbox, KnownAppointments known, Voiding voiding) {
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.known = known;
        this.voiding = voiding;
    }

    /** The fields that are needed here of every {@code appointment.*} event. */
    record Told(
            UUID appointmentId,
            Long version,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            String doctorName,
            Instant startsAt,
            String status) {
        Told {
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

    /** The fields that are needed here of every {@code doctor.*} event. */
    record ToldDoctor(
            UUID doctorId,
            Long version,
            String givenName,
            String familyName,
            String specialty,
            String licenseNumber,
            String timeZone) {
        ToldDoctor {
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
        return deliveries.together(poll, this::learn);
    }

    private Uni<Void> learn(List<CloudEvent> events) {
        List<KnownAppointment> appointments = of("appointment.", events)
                .map(event -> event.as(Told.class).asKnown())
                .toList();
        List<KnownDoctor> doctors = of("doctor.", events)
                .map(event -> event.as(ToldDoctor.class).asKnown())
                .toList();
        // Learning twice does no harm, voiding twice would tell it twice. Learnt first: no draft begins in between.
        return known.learnDoctors(doctors)
                .chain(() -> known.learnAppointments(appointments))
                .chain(() -> voidCancelled(events));
    }

    private Uni<Void> voidCancelled(List<CloudEvent> events) {
        return Multi.createFrom()
                .items(of("appointment.cancelled.v1", events))
                .onItem()
                .transformToUniAndConcatenate(cancelled -> TraceContext.of(cancelled, () -> voidPrescriptions(cancelled)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> voidPrescriptions(CloudEvent cancelled) {
        UUID appointment = cancelled.as(Told.class).appointmentId();
        return inbox.once(cancelled, () -> voiding.appointmentCancelled(appointment));
    }

    private static Stream<CloudEvent> of(String type, List<CloudEvent> events) {
        return events.stream().filter(event -> event.type().startsWith(type));
    }
}
