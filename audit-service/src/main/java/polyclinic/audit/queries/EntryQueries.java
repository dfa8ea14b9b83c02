package polyclinic.audit.queries;

import com.mongodb.client.model.Sorts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.access.AuditAccessPolicy;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of the trail. Each leaves an entry in the trail itself before it is answered. */
@ApplicationScoped
public class EntryQueries {
    private static final String ENTITY_TYPE = "audit_entry";
    private static final int ENTRIES_PER_CHUNK = 100;

    private final ChainEntries entries;
    private final ChainHeads heads;
    private final TrailPaging paging;
    private final CurrentCaller caller;
    private final Audit audit;

    EntryQueries(ChainEntries entries, ChainHeads heads, TrailPaging paging, CurrentCaller caller, Audit audit) {
        this.entries = entries;
        this.heads = heads;
        this.paging = paging;
        this.caller = caller;
        this.audit = audit;
    }

    Uni<EntryView> get(UUID id) {
        return entries.byRecordId(id.toString())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("audit entry"))
                .map(EntryView::of)
                .call(view -> audit.record(audit.entry("read", ENTITY_TYPE, id, null), view.patients()));
    }

    /** Entries that match, newest first. */
    Uni<Page<EntryView>> search(EntryFilter filter, @Nullable Integer limit, @Nullable String after) {
        return page(filter, limit, after, EntryView::of)
                .call(page -> audit.searched(ENTITY_TYPE, filter.patientId(), page.items()));
    }

    /**
     * Who opened or changed a patient's record, newest first.
     *
     * @param patientId whose; a patient need not name themselves
     */
    Uni<Page<AccessView>> accessReport(@Nullable UUID patientId, @Nullable Integer limit, @Nullable String after) {
        Cursor.decode(after, 2);
        UUID subject = AuditAccessPolicy.reportedPatient(caller.get(), patientId);
        return page(EntryFilter.ofPatient(subject), limit, after, entry -> AccessView.of(subject, entry))
                .call(page -> audit.read("access_report", subject, subject));
    }

    /**
     * All entries that match, in the order of the chains, {@link #ENTRIES_PER_CHUNK} at a time. Without a filter it goes a chain at
     * a time, so the database never has to sort the whole trail. A chunk comes when the trail names all patients whom it shows.
     */
    Uni<Multi<List<StoredEntry>>> export(EntryFilter filter) {
        return export(
                audit.entry("export", ENTITY_TYPE, null, filter.patientId()).withQuery(caller.query()),
                () -> filter.isEmpty() ? all() : entries.matching(filter.bson(), Sorts.ascending("_id"), 0));
    }

    /**
     * What was found, in chunks, each of which comes when the trail names all patients whom it shows.
     *
     * @param asked the entry that says who asked, written before anything is read
     */
    public Uni<Multi<List<StoredEntry>>> export(AuditEntry asked, Supplier<Multi<StoredEntry>> found) {
        return audit.record(asked).map(recorded -> {
            NamedOnce named = new NamedOnce();
            return found.get()
                    .group()
                    .intoLists()
                    .of(ENTRIES_PER_CHUNK)
                    .onItem()
                    .transformToUniAndConcatenate(
                            chunk -> named(asked, named.add(patients(chunk))).replaceWith(chunk));
        });
    }

    private Uni<Void> named(AuditEntry asked, List<UUID> patients) {
        return patients.isEmpty() ? Uni.createFrom().voidItem() : audit.record(audit.another(asked), patients);
    }

    private static List<UUID> patients(List<StoredEntry> chunk) {
        return chunk.stream()
                .flatMap(stored ->
                        stored instanceof ChainEntry entry ? entry.record().patients().stream() : Stream.empty())
                .distinct()
                .toList();
    }

    private Multi<StoredEntry> all() {
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom()
                        .iterable(all.stream().map(ChainHead::chain).sorted().toList()))
                .onItem()
                .transformToMultiAndConcatenate(entries::stream);
    }

    private <T> Uni<Page<T>> page(
            EntryFilter filter, @Nullable Integer limit, @Nullable String after, Function<StoredEntry, T> view) {
        int size = Cursor.limit(limit);
        List<String> cursor = Cursor.decode(after, 2);
        if (filter.isEmpty())
            return paging.page(cursor, size)
                    .map(page -> new Page<>(page.items().stream().map(view).toList(), page.next()));
        return entries.matching(conditions(filter, cursor), EntryFilter.NEWEST_FIRST, size + 1)
                .collect()
                .asList()
                .map(rows -> Page.of(rows, size, view, last -> Cursor.encode(last.occurredAt(), last.key())));
    }

    private static Bson conditions(EntryFilter filter, @Nullable List<String> cursor) {
        if (cursor == null) return filter.bson();
        if (cursor.get(0).equals(TrailPaging.POSITIONS)) throw Cursor.invalid();
        return filter.after(cursor.get(0), cursor.get(1));
    }

    /**
     * The patients whom an export has named. What names them is part of the trail that the next export shows, so a trail whose exports
     * named each of them with every entry would double with each.
     */
    static final class NamedOnce {
        /** Then it begins anew: it takes eight megabytes. */
        static final int MOST = 300_000;

        private static final int FIRST_SLOTS = 1 << 10;

        /** Two for each slot, which is free when both are zero; as many slots as a power of two. */
        private long[] bits = new long[2 * FIRST_SLOTS];

        private int size;

        /** Returns those who have not been named. */
        List<UUID> add(Collection<UUID> shown) {
            if (size > MOST) {
                bits = new long[2 * FIRST_SLOTS];
                size = 0;
            }
            return shown.stream().filter(this::add).toList();
        }

        private boolean add(UUID patient) {
            if (!add(bits, patient.getMostSignificantBits(), patient.getLeastSignificantBits())) return false;
            if (++size * 5L > bits.length * 2L) grow();
            return true;
        }

        private void grow() {
            long[] larger = new long[2 * bits.length];
            for (int i = 0; i < bits.length; i += 2)
                if (bits[i] != 0 || bits[i + 1] != 0) add(larger, bits[i], bits[i + 1]);
            bits = larger;
        }

        private static boolean add(long[] bits, long most, long least) {
            // Ids of one time differ in few bits.
            int mixed = Long.hashCode((most ^ Long.rotateLeft(least, 32)) * 0x9E3779B97F4A7C15L);
            for (int i = 2 * mixed & bits.length - 2; ; i = i + 2 & bits.length - 2) {
                if (bits[i] == most && bits[i + 1] == least) return false;
                if (bits[i] == 0 && bits[i + 1] == 0) {
                    bits[i] = most;
                    bits[i + 1] = least;
                    return true;
                }
            }
        }
    }
}
