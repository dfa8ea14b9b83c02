package polyclinic.notes.flags;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.notes.content.Author;
import polyclinic.notes.flags.rules.FlagType;

/** Makes, changes and deletes flags, each change with its entry in the trail. */
@ApplicationScoped
class FlagWriting {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MAX_NAME = 64;

    private final Flags flags;
    private final KnownFlags known;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final ClinicDays days;

    FlagWriting(Flags flags, KnownFlags known, MongoOutbox outbox, Audit audit, ClinicDays days) {
        this.flags = flags;
        this.known = known;
        this.outbox = outbox;
        this.audit = audit;
        this.days = days;
    }

    /** A new one needs no {@code If-Match} and is refused with one; a change needs the version that was read. */
    Uni<Answer<FlagView>> put(String name, @Nullable String ifMatch, FlagDefinition definition, Caller caller) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches())
            throw Problem.invalid("name", "must be lower-case letters and digits with single hyphens, at most 64");
        if (SuiteFeature.ofFlag(name) != null && definition.type() != FlagType.BOOLEAN)
            throw Problem.invalid("value", "must be a boolean: the flag switches a feature of the suite");
        return flags.named(name).chain(before -> put(name, before, ifMatch, definition, caller));
    }

    private Uni<Answer<FlagView>> put(
            String name, @Nullable Flag before, @Nullable String ifMatch, FlagDefinition definition, Caller caller) {
        Flag current = before == null || before.isDeleted() ? null : before;
        if (current != null) EntityTags.check(ifMatch, current.version());
        else if (ifMatch != null && !ifMatch.isBlank()) throw EntityTags.stale();
        Flag flag = Flag.of(name, before, definition, days.today(), Author.of(caller), now());
        List<String> changed = flag.changedSince(before);
        if (current != null && changed.isEmpty())
            return Uni.createFrom().item(Answer.ok(current.version(), FlagView.of(current, days.today())));
        AuditEntry entry = audit.entry(current == null ? "create" : "update", "flag", name, null)
                .withChangedFields(changed);
        FlagView view = FlagView.of(flag, days.today());
        Answer<FlagView> answer = current == null
                ? Answer.created("/api/v1/flags/" + name, flag.version(), view)
                : Answer.ok(flag.version(), view);
        return (current != null ? Uni.createFrom().voidItem() : flags.requireRoom())
                .chain(() -> flags.save(before, flag, outbox.embed(entry)))
                .call(this::readAgain)
                .replaceWith(answer);
    }

    /** Deleting what is not there has no effect. */
    Uni<Void> delete(String name, @Nullable String ifMatch, Caller caller) {
        return flags.named(name).chain(flag -> {
            if (flag == null || flag.isDeleted()) return Uni.createFrom().voidItem();
            if (ifMatch != null && !ifMatch.isBlank()) EntityTags.check(ifMatch, flag.version());
            AuditEntry entry = audit.entry("delete", "flag", name, null);
            return flags.save(flag, flag.delete(Author.of(caller), now()), outbox.embed(entry))
                    .call(this::readAgain);
        });
    }

    /** The change stands whether or not it can be read at once: the next read is soon. */
    private Uni<Void> readAgain() {
        return known.read().onFailure().recoverWithNull();
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return days.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
