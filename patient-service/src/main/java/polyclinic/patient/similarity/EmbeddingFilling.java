package polyclinic.patient.similarity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.patient.embeddings.TextModel;
import polyclinic.patient.embeddings.TextModels;
import polyclinic.patient.medicalrecords.MedicalRecordView;
import polyclinic.patient.medicalrecords.MedicalRecordViews;
import polyclinic.patient.similarity.RecordEmbeddings.Due;

/**
 * Has the model make embeddings of the medical records that wait for one, some at a time; not while a record is written, which must not
 * depend on a model. While the model does not work, rounds are fewer and fewer, down to one a minute.
 */
@ApplicationScoped
@Startup
class EmbeddingFilling {
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    private static final int PORTION = 16;

    private final TextModels models;
    private final RecordEmbeddings embeddings;
    private final MedicalRecordViews records;
    private final BackgroundWork work;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final PeriodicWork rounds;

    private boolean renewed;
    private Duration pause = PERIOD;
    private Instant next = Instant.MIN;

    EmbeddingFilling(
            TextModels models,
            RecordEmbeddings embeddings,
            MedicalRecordViews records,
            Hold hold,
            Clock clock,
            MeterRegistry metrics,
            Vertx vertx) {
        this.models = models;
        this.embeddings = embeddings;
        this.records = records;
        this.work = hold.background("embeddings");
        this.clock = clock;
        this.metrics = metrics;
        this.rounds = new PeriodicWork(vertx, "embeddings of medical records", PERIOD, this::round);
        List.of("made", "none", "failed").forEach(this::counter);
    }

    private Counter counter(String result) {
        return Counter.builder("polyclinic.embeddings")
                .description("Medical records that were given to the model that makes embeddings")
                .tag("result", result)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (models.inUse() != null) rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Whether there may be more at once. */
    private Uni<Boolean> round() {
        TextModel model = models.inUse();
        if (model == null || clock.instant().isBefore(next))
            return Uni.createFrom().item(false);
        return renew(model).chain(() -> fill(model)).map(filled -> filled == PORTION);
    }

    private Uni<Void> renew(TextModel model) {
        if (renewed) return Uni.createFrom().voidItem();
        return work.whenReleased(() -> embeddings.renew(model.name()))
                .invoke(() -> renewed = true)
                .replaceWithVoid();
    }

    /** Answers how many were taken. */
    Uni<Integer> fill(TextModel model) {
        return work.whenReleased(() -> embeddings.take(PORTION))
                .call(due -> records.byIds(due.stream().map(Due::id).toList())
                        .chain(views -> views.isEmpty() ? Uni.createFrom().voidItem() : embed(model, due, views)))
                .map(List::size);
    }

    private Uni<Void> embed(TextModel model, List<Due> due, List<MedicalRecordView> views) {
        Map<UUID, Due> byId = due.stream().collect(Collectors.toMap(Due::id, Function.identity()));
        List<Due> known = views.stream().map(view -> byId.get(view.id())).toList();
        List<String> texts =
                views.stream().map(view -> String.join("\n", view.texts())).toList();
        return SameContext.emitOn(model.embed(texts))
                .onItemOrFailure()
                .invoke((made, failure) -> settle(texts.size(), failure))
                .call(made -> work.whenReleased(() -> embeddings.keep(model.name(), known, made)))
                .invoke(made -> made.forEach(
                        one -> counter(one.isPresent() ? "made" : "none").increment()))
                .replaceWithVoid();
    }

    private void settle(int size, @Nullable Throwable failure) {
        if (failure == null) {
            pause = PERIOD;
            return;
        }
        counter("failed").increment(size);
        next = clock.instant().plus(pause);
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }
}
