package polyclinic.prescription.appointments;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.event.CloudEvent;
import polyclinic.commons.event.Deliveries;
import polyclinic.commons.postgres.Inbox;
import polyclinic.prescription.orders.Voiding;

/** What appointment-service tells about appointments and doctors. */
@ApplicationScoped
class AppointmentEvents {
    private final Deliveries deliveries;
    private final Inbox inbox;
    private final KnownAppointments known;
    private final Voiding voiding;

    AppointmentEvents(Deliveries deliveries, Inbox inbox, KnownAppointments known, Voiding voiding) {
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
    Uni<Void> on(ConsumerRecord<String, String> message) {
        return deliveries.handle(message, this::handle);
    }

    private Uni<Void> handle(CloudEvent event) {
        if (event.type().startsWith("doctor.")) {
            ToldDoctor told = event.as(ToldDoctor.class);
            return inbox.once(event, () -> known.learn(told.asKnown()));
        }
        if (!event.type().startsWith("appointment.")) return Uni.createFrom().voidItem();
        Told told = event.as(Told.class);
        // Learning twice does no harm, voiding twice would tell it twice. Learnt first: no draft begins in between.
        return known.learn(told.asKnown())
                .chain(() -> event.type().equals("appointment.cancelled.v1")
                        ? inbox.once(event, () -> voiding.appointmentCancelled(told.appointmentId()))
                        : Uni.createFrom().voidItem());
    }
}
