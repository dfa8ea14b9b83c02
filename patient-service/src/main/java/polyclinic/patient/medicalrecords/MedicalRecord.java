package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;
import polyclinic.patient.content.EntryStatus;
import polyclinic.patient.embeddings.EmbeddingVector;
import polyclinic.patient.fulltext.SearchVector;

/** Something dated that the clinic keeps of a patient in a form of its own. It is never deleted: a wrong one was entered in error. */
@Entity
@Table(name = "medical_record")
class MedicalRecord {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "dated")
    private LocalDate dated;

    @Enumerated(EnumType.STRING)
    private MedicalRecordKind kind;

    private String title;

    /** JSON; the driver would send a text of that type as a JSON string. */
    @ColumnTransformer(read = "cast(data as text)", write = "cast(cast(? as text) as jsonb)")
    private String data;

    /** Null where the client has sent none. */
    private byte @Nullable [] embedding;

    @Enumerated(EnumType.STRING)
    private EntryStatus status = EntryStatus.ACTIVE;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "recorded_by")
    private String recordedBy;

    @SuppressWarnings("NullAway.Init")
    protected MedicalRecord() {}

    @SuppressWarnings("NullAway.Init")
    MedicalRecord(UUID id, UUID patientId, WriteMedicalRecord content, String recordedBy, Instant now) {
        this.id = id;
        this.patientId = patientId;
        this.recordedBy = recordedBy;
        this.recordedAt = now;
        apply(content.checked(now));
    }

    /**
     * Whether anything is another than before. An embedding says what the text meant that it was sent with: it goes when the text
     * changes and no other is sent.
     *
     * @param hasEmbedding whether the change says anything about the embedding
     */
    boolean change(WriteMedicalRecord wanted, boolean hasEmbedding, Instant now) {
        if (status != EntryStatus.ACTIVE)
            throw new Problem(
                    409, "entered-in-error", "This record was entered in error and can no longer be changed.");
        WriteMedicalRecord before = content();
        apply(wanted.checked(now));
        WriteMedicalRecord after = content();
        boolean sameText = after.title().equals(before.title()) && after.data().equals(before.data());
        if (!sameText && !hasEmbedding) embedding = null;
        return !after.equals(before);
    }

    /** False when it was marked before. */
    boolean enteredInError() {
        if (status != EntryStatus.ACTIVE) return false;
        status = EntryStatus.ENTERED_IN_ERROR;
        return true;
    }

    WriteMedicalRecord content() {
        return new WriteMedicalRecord(
                dated, kind, title, json(data), embedding == null ? null : EmbeddingVector.numbers(embedding));
    }

    /** What it is found by. */
    String words() {
        return SearchVector.of(title, RecordData.texts(json(data)));
    }

    MedicalRecordEvent recorded() {
        return new MedicalRecordEvent.MedicalRecordRecorded(snapshot());
    }

    MedicalRecordEvent updated() {
        return new MedicalRecordEvent.MedicalRecordUpdated(snapshot());
    }

    MedicalRecordEvent removed() {
        return new MedicalRecordEvent.MedicalRecordRemoved(patientId, id, version);
    }

    private MedicalRecordEvent.Snapshot snapshot() {
        return new MedicalRecordEvent.Snapshot(patientId, id, version, dated, kind, recordedAt);
    }

    MedicalRecordView view() {
        return new MedicalRecordView(
                id,
                version,
                patientId,
                dated,
                kind,
                title,
                json(data),
                embedding == null ? null : embedding.length / Float.BYTES,
                status,
                recordedAt,
                recordedBy,
                null,
                null);
    }

    static ObjectNode json(String data) {
        try {
            return Json.MAPPER.readValue(data, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    boolean isEnteredInError() {
        return status == EntryStatus.ENTERED_IN_ERROR;
    }

    private void apply(WriteMedicalRecord content) {
        dated = content.date();
        kind = content.kind();
        title = content.title();
        String json = Json.write(content.data());
        // PostgreSQL writes members in its own order and with blanks: the same content is no change.
        if (data == null || !json(data).equals(content.data())) data = json;
        List<Float> sent = content.embedding();
        if (sent == null) embedding = null;
        // What was read is of length one but for a rounding: it stays as it is.
        else if (embedding == null || !EmbeddingVector.numbers(embedding).equals(sent))
            embedding = EmbeddingVector.of("embedding", sent).bytes();
    }
}
