package polyclinic.commons.messaging;

import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/** Puts events into CloudEvents 1.0 envelopes (Kafka binding, binary mode). */
@ApplicationScoped
public class CloudEventFactory {

    private final CurrentCaller caller;
    private final Clock clock;
    private final String source;
    private final String topic;

    CloudEventFactory(
            CurrentCaller caller,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String application,
            @ConfigProperty(name = "polyclinic.events.topic", defaultValue = "none") String topic) {
        this.caller = caller;
        this.clock = clock;
        this.source = "/" + application;
        this.topic = topic;
    }

    /** The event on the service's own topic, keyed by its aggregate. */
    public OutboxMessage event(Event event) {
        EventType type = event.getClass().getAnnotation(EventType.class);
        if (type == null) throw new IllegalArgumentException(event.getClass() + " has no @EventType");
        return envelope(
                Ids.next(), topic, event.aggregateId().toString(), type.value(), clock.instant(), Json.write(event));
    }

    /**
     * Any message in an envelope. Fails with 413 when Kafka would not take it: the change that it tells of is refused, since in the
     * outbox it would keep all behind it from being sent.
     *
     * @param type the CloudEvents type
     * @param body JSON
     */
    public OutboxMessage envelope(UUID id, String to, String key, String type, Instant time, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id.toString());
        headers.put("ce_type", type);
        headers.put("ce_source", source);
        headers.put("ce_subject", key);
        headers.put("ce_time", time.toString());
        headers.put("ce_actor", caller.actor().subject());
        String correlation = caller.header("X-Request-Id");
        if (correlation != null) headers.put("ce_correlationid", correlation);
        var span = Span.current().getSpanContext();
        if (span.isValid())
            headers.put(
                    "traceparent",
                    "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                            + span.getTraceFlags().asHex());
        headers.put("content-type", "application/json");
        OutboxMessage message = new OutboxMessage(id, to, key, type, headers, body);
        if (message.isTooLarge())
            throw new Problem(413, "too-large", "What is to be told of this change is too large.");
        return message;
    }
}
