package polyclinic.clients.replay.transfer;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import polyclinic.clients.replay.plan.ImportItem;

/** What an import has done so far. Several threads write to it. */
public final class ImportOutcome {
    private final String patientId;
    private final boolean patientIsNew;
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final Map<String, String> refused = new ConcurrentSkipListMap<>();

    ImportOutcome(String patientId, boolean patientIsNew) {
        this.patientId = patientId;
        this.patientIsNew = patientIsNew;
    }

    public String patientId() {
        return patientId;
    }

    /** Returns whether this import registered the patient. */
    boolean patientIsNew() {
        return patientIsNew;
    }

    void create(ImportItem item) {
        created.add(item.source());
    }

    void refuse(ImportItem item, String reason) {
        refused.put(item.source(), reason);
    }

    /** Returns whether the clinic did not take the item. */
    public boolean isRefused(ImportItem item) {
        return refused.containsKey(item.source());
    }

    /** Returns the sources of the items that this import stored. */
    Set<String> created() {
        return created;
    }

    /** Returns source → why the clinic did not take the item. */
    Map<String, String> refused() {
        return refused;
    }
}
