package polyclinic.patient.similarity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.embeddings.EmbeddingVector;
import polyclinic.patient.embeddings.TextModel;
import polyclinic.patient.embeddings.TextModels;
import polyclinic.patient.medicalrecords.MedicalRecordView;
import polyclinic.patient.medicalrecords.MedicalRecordViews;
import polyclinic.patient.patients.Patients;
import polyclinic.patient.similarity.RecordVectors.Near;

/** Finds medical records by their meaning. Every answer is audited with the patients whom it shows. */
@ApplicationScoped
class SimilarRecordQueries {
    private final Patients patients;
    private final MedicalRecordViews records;
    private final RecordVectors vectors;
    private final TextModels models;
    private final Audit audit;

    SimilarRecordQueries(
            Patients patients, MedicalRecordViews records, RecordVectors vectors, TextModels models, Audit audit) {
        this.patients = patients;
        this.records = records;
        this.vectors = vectors;
        this.models = models;
        this.audit = audit;
    }

    Uni<Page<SimilarRecordView>> find(FindSimilarRecords wanted, Caller caller) {
        Question question = question(wanted);
        Scope scope = PatientAccessPolicy.MEDICAL_RECORDS.scope(caller);
        UUID patientId = wanted.patientId();
        Uni<Void> reached = patientId == null ? Uni.createFrom().voidItem() : patients.requireReached(patientId, scope);
        return reached.chain(() -> SameContext.emitOn(question.embedding()))
                .chain(asked ->
                        // The owner may have told of a care that the events have not brought yet.
                        vectors.nearest(
                                asked,
                                question.model(),
                                patientId,
                                patientId == null ? scope : Scope.ALL,
                                wanted.limit()))
                .chain(near ->
                        records.byIds(near.stream().map(Near::id).toList()).map(views -> shown(near, views)))
                .call(page -> audit.searched("medical_record", patientId, page.items()));
    }

    /**
     * An embedding that is looked for.
     *
     * @param model of the clinic's that makes it; null for a client's
     */
    private record Question(
            Uni<EmbeddingVector> embedding, @Nullable String model) {}

    private Question question(FindSimilarRecords wanted) {
        String q = wanted.q();
        if (q != null && wanted.embedding() != null) throw Problem.invalid("embedding", "must not stand beside q");
        if (wanted.embedding() != null)
            return new Question(Uni.createFrom().item(EmbeddingVector.of("embedding", wanted.embedding())), null);
        if (q == null) throw Problem.invalid("q", "must be there, or an embedding");
        if (q.isBlank()) throw Problem.invalid("q", "must not be blank");
        TextModel model = models.require();
        return new Question(model.embed(List.of(q)).map(SimilarRecordQueries::meaning), model.name());
    }

    private static EmbeddingVector meaning(List<Optional<EmbeddingVector>> made) {
        return made.get(0).orElseThrow(() -> Problem.invalid("q", "means nothing to the model"));
    }

    /** What was withdrawn between the two looks is not shown. */
    private static Page<SimilarRecordView> shown(List<Near> near, List<MedicalRecordView> views) {
        Map<UUID, MedicalRecordView> byId =
                views.stream().collect(Collectors.toMap(MedicalRecordView::id, Function.identity()));
        return new Page<>(
                near.stream()
                        .flatMap(one -> Stream.ofNullable(byId.get(one.id()))
                                .map(view -> new SimilarRecordView(view, one.score())))
                        .toList(),
                null);
    }
}
