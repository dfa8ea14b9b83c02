package polyclinic.patient.entries;

import polyclinic.commons.identity.AccessPolicy;

/**
 * What differs between the kinds of entries, but for what they say.
 *
 * @param <D> what an entry says, as clients write it
 * @param <V> what clients see
 * @param <E> the entry
 * @param noun in problems and in the audit trail
 * @param path of all entries of a patient, behind the patient's own
 * @param policy who reaches them
 */
public record EntryKind<D, V, E extends PatientEntry<D, V>>(
        String noun, String path, AccessPolicy policy, Class<D> details, PatientEntries<E> entries) {}
