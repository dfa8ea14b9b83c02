package polyclinic.asset.people;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/** Listens to {@code appointment.events}; every event of an appointment carries the whole of it. */
@ApplicationScoped
class AppointmentEvents {
    private final EventConsumer deliveries;
    private final Care care;

    AppointmentEvents(EventConsumer deliveries, Care care) {
        this.deliveries = deliveries;
        this.care = care;
    }

    /** @param doctorSubject subject of the doctor's account, or null when they have none yet */
    record Appointment(UUID appointmentId, long version, UUID patientId, String doctorSubject, String status) {
        Appointment {
            Objects.requireNonNull(appointmentId, "appointmentId");
            Objects.requireNonNull(patientId, "patientId");
        }
    }

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.together(poll, this::learn);
    }

    private Uni<Void> learn(List<CloudEvent> events) {
        return care.learn(events.stream()
                .filter(event -> event.type().startsWith("appointment."))
                .map(event -> event.as(Appointment.class))
                .toList());
    }
}
