package polyclinic.notes.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.SoapContent;
import polyclinic.notes.events.NoteType;

/**
 * The form of a note. A note that is begun from it has its members and none of what stands in them: a finding that nobody made must
 * not be signed because a form said it. What is no finding, as what patients are told after a vaccination, its author may have taken
 * over, member by member. Every change counts the version up; a retired template stays, because notes name it.
 */
@MongoEntity(collection = NoteTemplates.COLLECTION)
public class NoteTemplate extends OutboxDocument {
    @BsonId
    private UUID id;

    private long version;
    private String name;
    private NoteType type;
    private @Nullable String specialty;
    /** In lower case, for lists; empty for every specialty. */
    private String specialtyKey;

    private Document content;
    private List<String> prefilled = new ArrayList<>();
    private boolean shared;
    private Author author;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway.Init")
    private NoteTemplate() {}

    static NoteTemplate of(NoteTemplateText text, Caller caller, Instant now) {
        NoteTemplate template = new NoteTemplate();
        template.id = Ids.next();
        template.version = 1;
        template.author = Author.of(caller);
        template.createdAt = now;
        template.write(text, now);
        return template;
    }

    /** Returns the names of the members that changed: none when it is the same as before. */
    List<String> edit(NoteTemplateText text, Caller caller, Instant now) {
        requireChangeableBy(caller);
        if (retiredAt != null) throw new Problem(409, "template-retired", "A retired template does not change.");
        NoteTemplateText before = text();
        List<String> changed = new ArrayList<>();
        if (!text.name().equals(before.name())) changed.add("name");
        if (text.type() != before.type()) changed.add("type");
        if (!Objects.equals(text.specialty(), before.specialty())) changed.add("specialty");
        if (!ContentRules.toDocument("content", text.content()).equals(content)) changed.add("content");
        if (!named(text).equals(prefilled)) changed.add("prefilled");
        if (text.shared() != shared) changed.add("shared");
        if (changed.isEmpty()) return changed;
        version++;
        write(text, now);
        return changed;
    }

    /** From now on no note is begun from it. */
    void retire(Caller caller, Instant now) {
        requireChangeableBy(caller);
        version++;
        retiredAt = now;
        updatedAt = now;
    }

    private void requireChangeableBy(Caller caller) {
        if (!author.is(caller) && !NotesAccessPolicy.OTHERS_TEMPLATES.grants(caller))
            throw new Problem(403, "not-the-author", "Only its author or an administrator may change a template.");
    }

    private void write(NoteTemplateText text, Instant now) {
        if (text.content().isEmpty()) throw Problem.invalid("content", "must not be empty");
        if (text.type() == NoteType.SOAP) SoapContent.require(text.content());
        List<String> taken = named(text);
        for (String member : taken)
            if (!text.content().has(member)) throw Problem.invalid("prefilled", "must name members of the content");
        if (new HashSet<>(taken).size() < taken.size()) throw Problem.invalid("prefilled", "must name each once");
        name = text.name();
        type = text.type();
        specialty = text.specialty();
        specialtyKey = specialty == null ? "" : key(specialty);
        content = ContentRules.toDocument("content", text.content());
        prefilled = taken;
        shared = text.shared();
        updatedAt = now;
    }

    /** What a note that is begun from it holds: its form, and the texts of the members that are to be taken over. */
    public ObjectNode form() {
        Document form = new Document();
        content.forEach((member, value) -> form.append(member, prefilled.contains(member) ? value : empty(value)));
        return ContentRules.toJson(form);
    }

    private static @Nullable Object empty(@Nullable Object value) {
        if (value instanceof String) return "";
        if (value instanceof List<?>) return List.of();
        if (!(value instanceof Document object)) return null;
        Document form = new Document();
        object.forEach((member, inner) -> form.append(member, empty(inner)));
        return form;
    }

    NoteTemplateText text() {
        return new NoteTemplateText(name, type, specialty, ContentRules.toJson(content), prefilled, shared);
    }

    /** All that may change, for an update on top of the version before. */
    Bson state() {
        return Updates.combine(
                Updates.set("version", version),
                Updates.set("name", name),
                Updates.set("type", type.name()),
                Updates.set("specialty", specialty),
                Updates.set("specialtyKey", specialtyKey),
                Updates.set("content", content),
                Updates.set("prefilled", prefilled),
                Updates.set("shared", shared),
                Updates.set("updatedAt", updatedAt),
                retiredAt == null
                        ? Updates.unset(NoteTemplates.RETIRED)
                        : Updates.set(NoteTemplates.RETIRED, retiredAt));
    }

    static String key(String specialty) {
        return specialty.toLowerCase(Locale.ROOT);
    }

    private static List<String> named(NoteTemplateText text) {
        return text.prefilled() == null ? List.of() : text.prefilled();
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    NoteType type() {
        return type;
    }

    boolean isRetired() {
        return retiredAt != null;
    }

    String name() {
        return name;
    }

    @Nullable
    String specialty() {
        return specialty;
    }

    Document content() {
        return content;
    }

    List<String> prefilled() {
        return prefilled;
    }

    boolean isShared() {
        return shared;
    }

    Author author() {
        return author;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant retiredAt() {
        return retiredAt;
    }
}
