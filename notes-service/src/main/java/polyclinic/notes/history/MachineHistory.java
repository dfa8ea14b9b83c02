package polyclinic.notes.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.content.Author;
import polyclinic.notes.events.HistoryType;

/** Takes into the history what a machine made and a person accepted. */
@ApplicationScoped
public class MachineHistory {
    private final HistoryEntries entries;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final ZoneId zone;

    MachineHistory(
            HistoryEntries entries,
            MongoOutbox outbox,
            Audit audit,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.entries = entries;
        this.outbox = outbox;
        this.audit = audit;
        this.zone = zone;
    }

    /**
     * What was found in a document.
     *
     * @param date of which day it is
     */
    public record Found(UUID patientId, HistoryType type, LocalDate date, ObjectNode content, UUID documentId) {}

    /**
     * Adds what was found in a document; nothing happens when it is there.
     *
     * @param id the same for the same proposal, so that it is there once
     * @param provenance which document it was found in, and who accepted it
     */
    public Uni<Void> addFound(UUID id, Found found, Provenance provenance, Author acceptedBy, Instant acceptedAt) {
        RecordHistory entry = new RecordHistory(
                found.patientId(),
                found.type(),
                found.date(),
                found.content(),
                HistorySource.DIGITIZER,
                found.documentId(),
                provenance);
        return add(HistoryEntry.of(id, entry, acceptedBy, acceptedAt), "what was found in a document was accepted");
    }

    /**
     * Adds a summary, of the day on which it was accepted in the clinic's zone; nothing happens when it is there.
     *
     * @param id the same for the same summary, so that it is there once
     * @param provenance which machine made it, and who accepted it
     */
    public Uni<Void> add(
            UUID id, UUID patientId, ObjectNode content, Provenance provenance, Author acceptedBy, Instant acceptedAt) {
        RecordHistory summary = new RecordHistory(
                patientId,
                HistoryType.SUMMARY,
                LocalDate.ofInstant(acceptedAt, zone),
                content,
                HistorySource.MACHINE,
                null,
                provenance);
        return add(HistoryEntry.of(id, summary, acceptedBy, acceptedAt), "a summary by a machine was accepted");
    }

    private Uni<Void> add(HistoryEntry entry, String reason) {
        return entries.add(
                        entry,
                        List.of(),
                        outbox.embed(
                                audit.entry("create", "history", entry.id(), entry.patientId())
                                        .withReason(reason),
                                entry.recorded()))
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }
}
