package polyclinic.notes.templates;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.EntityTags;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.store.ListConditions;

/** Finds what the caller may see: templates that are shared, and their own. Administrators see to all. */
@ApplicationScoped
public class NoteTemplates implements ReactivePanacheMongoRepositoryBase<NoteTemplate, UUID> {
    static final String COLLECTION = "note_templates";
    static final String RETIRED = "retiredAt";

    /** Of one author, those that are in use. */
    static final int MAX_OF_AUTHOR = 200;

    private static final String CREATED = "createdAt";
    private static final String AUTHOR = "author.subject";

    /** Fails with 404 when there is no such template that the caller may see. */
    Uni<NoteTemplate> require(UUID id, Caller caller) {
        return find(id, caller).onItem().ifNull().failWith(() -> new NotFound("note template"));
    }

    /**
     * The template from which a note is begun; null when it names none. Fails with 422 when there is none that the caller may use, or
     * it is for notes of another type.
     */
    public Uni<@Nullable NoteTemplate> use(@Nullable UUID id, NoteType type, Caller caller) {
        if (id == null) return Uni.createFrom().nullItem();
        return find(id, caller).map(template -> {
            if (template == null || template.isRetired()) throw new UnknownTemplate();
            if (template.type() != type) throw Problem.invalid("type", "must be the template's");
            return template;
        });
    }

    private Uni<@Nullable NoteTemplate> find(UUID id, Caller caller) {
        return mongoCollection()
                .find(
                        Filters.and(Filters.eq("_id", id), visibleTo(caller)),
                        new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first();
    }

    /** Newest first, one more than the limit. */
    Multi<NoteTemplate> list(NoteTemplateSearch search, Caller caller) {
        List<Bson> conditions = new ArrayList<>(List.of(visibleTo(caller), Filters.exists(RETIRED, search.retired())));
        String specialty = search.specialty();
        if (specialty != null) conditions.add(Filters.in("specialtyKey", NoteTemplate.key(specialty), ""));
        if (search.type() != null)
            conditions.add(Filters.eq("type", search.type().name()));
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), CREATED));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(Sorts.descending(CREATED, "_id"), search.limit())
                                .projection(OutboxDocument.WITHOUT_PLUMBING));
    }

    /** Fails with 409 when the author has as many as one may have. Two at once may both be the last: nothing depends on it. */
    Uni<Void> requireRoom(Caller author) {
        return mongoCollection()
                .countDocuments(Filters.and(Filters.eq(AUTHOR, author.subject()), Filters.exists(RETIRED, false)))
                .map(count -> {
                    if (count >= MAX_OF_AUTHOR)
                        throw new Problem(
                                409,
                                "too-many-templates",
                                "You have " + MAX_OF_AUTHOR + " templates, the most at once; retire some.");
                    return null;
                });
    }

    Uni<Void> add(NoteTemplate template, List<Document> receipts, List<Document> messages) {
        template.carry(messages, receipts);
        return persist(template).replaceWithVoid();
    }

    /** Writes a change on top of the version that it was made from; fails with 412 when it has changed since it was read. */
    Uni<Void> save(NoteTemplate template, List<Document> messages) {
        return mongoCollection()
                .updateOne(
                        Filters.and(Filters.eq("_id", template.id()), Filters.eq("version", template.version() - 1)),
                        Updates.combine(
                                template.state(),
                                Updates.set(MongoOutbox.PENDING, true),
                                Updates.pushEach(MongoOutbox.FIELD, messages)))
                .map(result -> {
                    if (result.getModifiedCount() == 0) throw EntityTags.stale();
                    return null;
                });
    }

    private static Bson visibleTo(Caller caller) {
        return NotesAccessPolicy.OTHERS_TEMPLATES.grants(caller)
                ? Filters.empty()
                : Filters.or(Filters.eq("shared", true), Filters.eq(AUTHOR, caller.subject()));
    }
}
