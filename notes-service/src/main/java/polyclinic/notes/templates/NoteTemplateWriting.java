package polyclinic.notes.templates;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** Makes, changes and retires templates, each change with its entry in the trail. */
@ApplicationScoped
class NoteTemplateWriting {
    private static final String ENTITY = "note_template";

    private final NoteTemplates templates;
    private final NoteTemplateQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    NoteTemplateWriting(
            NoteTemplates templates,
            NoteTemplateQueries queries,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.templates = templates;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Answer<NoteTemplateView>> create(NoteTemplateText text, Caller caller) {
        return idempotency.once(
                List.of(ENTITY, text),
                templates.mongoCollection(),
                receipts -> templates.requireRoom(caller).chain(() -> {
                    NoteTemplate template = NoteTemplate.of(text, caller, now());
                    Answer<NoteTemplateView> answer = Answer.created(
                            "/api/v1/note-templates/" + template.id(),
                            template.version(),
                            NoteTemplateView.of(template));
                    AuditEntry entry = audit.entry("create", ENTITY, template.id(), null);
                    return templates
                            .add(template, receipts.seal(answer), outbox.embed(entry))
                            .replaceWith(answer);
                }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    Uni<Answer<NoteTemplateView>> edit(UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.require(ifMatch);
        return templates.require(id, caller).chain(template -> {
            EntityTags.check(ifMatch, template.version());
            NoteTemplateText text = MergePatch.apply(template.text(), patch, NoteTemplateText.class, validator);
            List<String> changed = template.edit(text, caller, now());
            Answer<NoteTemplateView> answer = Answer.ok(template.version(), NoteTemplateView.of(template));
            if (changed.isEmpty()) return Uni.createFrom().item(answer);
            AuditEntry entry = audit.entry("update", ENTITY, id, null).withChangedFields(changed);
            return templates.save(template, outbox.embed(entry)).replaceWith(answer);
        });
    }

    /** Retiring what is retired has no effect. */
    Uni<Void> retire(UUID id, @Nullable String ifMatch, Caller caller) {
        return templates.require(id, caller).chain(template -> {
            if (template.isRetired()) return Uni.createFrom().voidItem();
            if (ifMatch != null && !ifMatch.isBlank()) EntityTags.check(ifMatch, template.version());
            template.retire(caller, now());
            AuditEntry entry = audit.entry("retire", ENTITY, id, null).withChangedFields(List.of("retiredAt"));
            return templates.save(template, outbox.embed(entry));
        });
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
