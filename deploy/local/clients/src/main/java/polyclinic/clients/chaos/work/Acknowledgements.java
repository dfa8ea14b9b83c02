package polyclinic.clients.chaos.work;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the suite has acknowledged: what must be there at the end, and nothing beside it. */
public final class Acknowledgements {
    private final Map<String, String> patients = new ConcurrentHashMap<>();
    private final Map<String, Thing> things = new ConcurrentHashMap<>();
    private final Map<String, String> dispenses = new ConcurrentHashMap<>();

    /** @param state as it was said last, empty for what has none */
    public record Thing(RecordKind kind, String patient, String id, String state) {}

    void patient(String id, String givenName) {
        patients.put(id, givenName);
    }

    /** Adds what was made, or its new state. */
    void thing(RecordKind kind, String patient, String id, String state) {
        things.put(id, new Thing(kind, patient, id, kind.state().isEmpty() ? "" : state));
    }

    void dispense(String id, String prescription) {
        dispenses.put(id, prescription);
    }

    /** Returns the patients' ids, each with a name that no other has. */
    public Map<String, String> patients() {
        return patients;
    }

    /** Returns one patient's. */
    public List<Thing> of(String patient) {
        return things.values().stream()
                .filter(thing -> thing.patient().equals(patient))
                .toList();
    }

    public List<Thing> things() {
        return List.copyOf(things.values());
    }

    /** Returns the dispenses' ids, each with its prescription. */
    public Map<String, String> dispenses() {
        return dispenses;
    }

    /** Returns the dispenses of one patient's prescriptions. */
    public Set<String> dispensesOf(String patient) {
        Set<String> prescriptions = of(patient).stream().map(Thing::id).collect(Collectors.toSet());
        return dispenses.entrySet().stream()
                .filter(dispense -> prescriptions.contains(dispense.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    public int count() {
        return patients.size() + things.size() + dispenses.size();
    }

    /** Returns all of it by patient. */
    public Map<String, List<Thing>> byPatient() {
        return things.values().stream().collect(Collectors.groupingBy(Thing::patient));
    }
}
